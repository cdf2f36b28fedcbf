import { createHash } from 'node:crypto';
import type { Role } from '#lib/actor.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

/** A session as the cookie names it: `id` is the secret itself, never stored. */
export interface SessionRow {
  id: string;
  userId: string;
  expiresAt: Date;
  /** `device` is written only: no request needs it. */
  attributes: { device?: string; lastSeenAt: Date };
}

export interface SessionUser {
  id: string;
  attributes: { username: string; role: Role; waiting: boolean; eraseAt: Date | null };
}

/** What is stored of a session's secret. A random secret of 200 bits needs no salt and no slow hash. */
export function hashedSessionId(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

interface FoundSession {
  id: string;
  expiresAt: Date;
  lastSeenAt: Date;
  userId: string;
  username: string;
  role: Role;
  waiting: boolean;
  eraseAt: Date | null;
}

/**
 * Asked with every request of somebody signed in, so those that come together are asked together. By hand: Prisma reads
 * a relation with a second query.
 */
const sessions = new GroupCommit<string, FoundSession | null>(async (_key, ids) => {
  const rows = await rowsOf<FoundSession>(Prisma.sql`
    SELECT s.id, s.expires_at AS "expiresAt", s.last_seen_at AS "lastSeenAt", u.id AS "userId", u.username,
      u.role::text AS role, u.waiting_since IS NOT NULL AS waiting, u.erase_at AS "eraseAt"
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ANY(${ids})`);
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
});

/** Sessions as Lucia's adapter wants them. Of the user it reads only what an actor has; the password hash stays put. */
export const sessionStore = {
  async getSessionAndUser(secret: string): Promise<[SessionRow | null, SessionUser | null]> {
    const row = await sessions.submit('', hashedSessionId(secret));
    if (!row) return [null, null];
    const { userId, expiresAt, lastSeenAt, username, role, waiting, eraseAt } = row;
    return [
      { id: secret, userId, expiresAt, attributes: { lastSeenAt } },
      { id: userId, attributes: { username, role, waiting, eraseAt } },
    ];
  },

  /** The ids are hashes here: the secrets are not known. */
  async getUserSessions(userId: string): Promise<SessionRow[]> {
    const rows = await db().session.findMany({ where: { userId } });
    return rows.map(({ id, expiresAt, lastSeenAt }) => ({
      ...{ id, userId, expiresAt },
      attributes: { lastSeenAt },
    }));
  },

  async setSession({ id, userId, expiresAt, attributes }: SessionRow): Promise<void> {
    await db().session.create({ data: { id: hashedSessionId(id), userId, expiresAt, ...attributes } });
  },

  async updateSessionExpiration(secret: string, expiresAt: Date): Promise<void> {
    await db().session.updateMany({ where: { id: hashedSessionId(secret) }, data: { expiresAt } });
  },

  async deleteSession(secret: string): Promise<void> {
    await deleteSessionByHash(hashedSessionId(secret));
  },

  async deleteUserSessions(userId: string): Promise<void> {
    await deleteSessionsOf(userId);
  },

  async deleteExpiredSessions(): Promise<void> {
    await db().session.deleteMany({ where: { expiresAt: { lte: new Date() } } });
  },
};

/** The roles behind these hashed ids; a session that has ended is absent. */
export async function rolesBySession(ids: string[]): Promise<Map<string, Role>> {
  const rows = await rowsOf<{ id: string; role: Role }>(Prisma.sql`
    SELECT s.id, u.role::text AS role FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = ANY(${ids}) AND s.expires_at > ${new Date()} AND u.erase_at IS NULL`);
  return new Map(rows.map(({ id, role }) => [id, role]));
}

export async function deleteSessionByHash(id: string): Promise<void> {
  await db().session.deleteMany({ where: { id } });
}

/** Ends all sessions of a user but the one with the hashed id `except`. @returns the hashed ids of those that ended */
export async function deleteSessionsOf(userId: string, except?: string, tx: Tx = db()): Promise<string[]> {
  const ended = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM sessions WHERE user_id = ${userId}::uuid AND id <> ${except ?? ''} RETURNING id`;
  return ended.map(({ id }) => id);
}

/** Ends one session of a user. @returns its hashed id; null: the user has no such session */
export async function deleteSessionOf(userId: string, publicId: string): Promise<string | null> {
  const [ended] = await db().$queryRaw<{ id: string }[]>`
    DELETE FROM sessions WHERE user_id = ${userId}::uuid AND public_id = ${publicId}::uuid RETURNING id`;
  return ended?.id ?? null;
}

/** A user's open sessions, those seen last first. */
export async function sessionsOfUser(userId: string, { now, take }: { now: Date; take: number }) {
  return db().session.findMany({
    where: { userId, expiresAt: { gt: now } },
    select: { id: true, publicId: true, createdAt: true, lastSeenAt: true, device: true },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
    take,
  });
}

/** Sets when these sessions were last seen, by hashed id, unless that is known to be later than `before`. */
export async function writeLastSeen(
  ids: string[],
  { now, before }: { now: Date; before: Date },
): Promise<void> {
  await db().session.updateMany({
    where: { id: { in: ids }, lastSeenAt: { lte: before } },
    data: { lastSeenAt: now },
  });
}
