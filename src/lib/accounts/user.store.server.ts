import type { Role } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';

/** A user without anything secret or private. */
export interface UserRow {
  id: string;
  username: string;
  role: Role;
  bio: string | null;
  createdAt: Date;
  /** Since when it has been waiting for approval; null if it isn't. */
  waitingSince: Date | null;
  /** When it will be erased, if its owner deleted it. */
  eraseAt: Date | null;
}

const OPEN_FIELDS = {
  id: true,
  username: true,
  role: true,
  bio: true,
  createdAt: true,
  waitingSince: true,
  eraseAt: true,
} as const;

/** For rows found by name. Only erased accounts have none. */
export function named<Row extends { username: string | null }>(row: Row): Row & { username: string } {
  const { username } = row;
  if (username === null) throw new Error('an erased account has no name');
  return { ...row, username };
}

export interface NewUser {
  username: string;
  skeleton: string;
  passwordHash: string;
  email?: string | undefined;
  role?: Role;
  waitingSince?: Date | undefined;
}

/** Null if the skeleton is taken. The unique key decides, so there is no race. */
export async function insertUser(data: NewUser, tx: Tx = db()): Promise<UserRow | null> {
  const rows = await tx.user.createManyAndReturn({ data: [data], select: OPEN_FIELDS, skipDuplicates: true });
  return rows[0] ? named(rows[0]) : null;
}

export async function userBySkeleton(skeleton: string, tx: Tx = db()): Promise<UserRow | null> {
  const user = await tx.user.findUnique({ where: { skeleton }, select: OPEN_FIELDS });
  return user && named(user);
}

/** Without accounts that are being erased or wait for approval. */
export async function usersBySkeletons(skeletons: string[]) {
  return db().user.findMany({
    where: { skeleton: { in: skeletons }, eraseAt: null, waitingSince: null },
    select: { id: true, username: true, skeleton: true },
  });
}

export async function credentialsBySkeleton(
  skeleton: string,
): Promise<(UserRow & { passwordHash: string }) | null> {
  const user = await db().user.findUnique({
    where: { skeleton },
    select: { ...OPEN_FIELDS, passwordHash: true },
  });
  return user && named(user);
}

export async function passwordHashOf(id: string): Promise<string> {
  const user = await db().user.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } });
  return user.passwordHash;
}

export async function setPasswordHash(id: string, passwordHash: string, tx: Tx = db()): Promise<void> {
  await tx.user.update({ where: { id }, data: { passwordHash }, select: { id: true } });
}

export async function setRole(id: string, role: Role, tx: Tx = db()): Promise<UserRow> {
  // A role implies approval.
  const approved = role === 'reader' ? {} : { waitingSince: null };
  return named(await tx.user.update({ where: { id }, data: { role, ...approved }, select: OPEN_FIELDS }));
}

/** Null if it isn't waiting. */
export async function setApproved(id: string): Promise<UserRow | null> {
  const where = { id, waitingSince: { not: null } };
  const rows = await db().user.updateManyAndReturn({
    where,
    data: { waitingSince: null },
    select: OPEN_FIELDS,
  });
  return rows[0] ? named(rows[0]) : null;
}

/** False if it isn't waiting: an account that may have content is never deleted here. */
export async function deleteWaiting(id: string): Promise<boolean> {
  const { count } = await db().user.deleteMany({ where: { id, waitingSince: { not: null } } });
  return count === 1;
}

/** Oldest first. */
export async function waitingUsers(take: number): Promise<UserRow[]> {
  const users = await db().user.findMany({
    where: { waitingSince: { not: null }, erasedAt: null },
    select: OPEN_FIELDS,
    orderBy: [{ waitingSince: 'asc' }, { id: 'asc' }],
    take,
  });
  return users.map(named);
}

export async function countWaiting(): Promise<number> {
  return db().user.count({ where: { waitingSince: { not: null } } });
}

export interface AccountCounts {
  /** Waiting for approval. */
  waiting: number;
  moderators: number;
  admins: number;
}

export async function readAccountCounts(): Promise<AccountCounts> {
  const [counts] = await db().$queryRaw<AccountCounts[]>`
    SELECT (SELECT count(*)::int FROM users WHERE waiting_since IS NOT NULL) AS waiting,
      (SELECT count(*)::int FROM users WHERE role = 'moderator') AS moderators,
      (SELECT count(*)::int FROM users WHERE role = 'admin') AS admins`;
  return counts!;
}

export async function adminExists(tx: Tx = db()): Promise<boolean> {
  return (await tx.user.findFirst({ where: { role: 'admin' }, select: { id: true } })) !== null;
}

/** Oldest first. */
export async function allUsers(): Promise<UserRow[]> {
  const users = await db().user.findMany({
    where: { erasedAt: null },
    select: OPEN_FIELDS,
    orderBy: { createdAt: 'asc' },
  });
  return users.map(named);
}

/** Users whose skeleton starts with `skeleton`, in its order, after `after`. */
export async function searchUsers(
  { skeleton, role, after }: { skeleton: string; role: Role | undefined; after: string | null },
  take: number,
): Promise<(UserRow & { skeleton: string })[]> {
  const users = await db().user.findMany({
    where: {
      erasedAt: null,
      skeleton: { startsWith: skeleton, ...(after === null ? {} : { gt: after }) },
      ...(role ? { role } : {}),
    },
    select: { ...OPEN_FIELDS, skeleton: true },
    orderBy: { skeleton: 'asc' },
    take,
  });
  return users.map((user) => ({ ...named(user), skeleton: user.skeleton! }));
}

/** Names whose skeleton begins with this one, without accounts that are being erased or wait for approval. */
export async function suggestedUsers(skeleton: string, take: number): Promise<{ username: string }[]> {
  const users = await db().user.findMany({
    where: { skeleton: { startsWith: skeleton }, eraseAt: null, waitingSince: null },
    select: { username: true },
    orderBy: { skeleton: 'asc' },
    take,
  });
  return users.map(named).map(({ username }) => ({ username }));
}
