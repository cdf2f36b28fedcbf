import { createHash } from 'node:crypto';
import type { Role } from '#lib/actor.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

/** `id` is the secret in the cookie, which is never stored. */
export interface SessionRow {
  id: string;
  userId: string;
  expiresAt: Date;
  /** `device` is only written; no request needs it. */
  attributes: { device?: string; lastSeenAt: Date };
}

export interface SessionUser {
  id: string;
  attributes: { username: string; role: Role; waiting: boolean; barred: boolean; eraseAt: Date | null };
}

/** The stored hash of a session's secret. 200 random bits need no salt and no slow hash. */
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
  /** Restricted from everything. */
  barred: boolean;
  eraseAt: Date | null;
}

/**
 * Every signed-in request looks up its session, so concurrent lookups share a query. Raw SQL: Prisma would read the user
 * with a second query.
 */
const sessionLookups = new GroupCommit<string, FoundSession | null>(async (_key, ids) => {
  const rows = await rowsOf<FoundSession>(Prisma.sql`
    SELECT s.id, s.expires_at AS "expiresAt", s.last_seen_at AS "lastSeenAt", u.id AS "userId", u.username,
      u.role::text AS role, u.waiting_since IS NOT NULL AS waiting, u.erase_at AS "eraseAt",
      EXISTS (
        SELECT 1 FROM restrictions r WHERE r.user_id = u.id AND r.lifted_at IS NULL AND r.scope = 'everything'
          AND (r.until IS NULL OR r.until > now())
      ) AS barred
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ANY(${ids})`);
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
});

/** Lucia's adapter. Of the user it only reads what an actor has, not the password hash. */
export const sessionStore = {
  async getSessionAndUser(secret: string): Promise<[SessionRow | null, SessionUser | null]> {
    const row = await sessionLookups.submit('', hashedSessionId(secret));
    if (!row) return [null, null];
    const { userId, expiresAt, lastSeenAt, username, role, waiting, barred, eraseAt } = row;
    return [
      { id: secret, userId, expiresAt, attributes: { lastSeenAt } },
      { id: userId, attributes: { username, role, waiting, barred, eraseAt } },
    ];
  },

  /** `id` is the hash here, because the secrets are unknown. */
  async getUserSessions(userId: string): Promise<SessionRow[]> {
    const rows = await db().session.findMany({ where: { userId } });
    return rows.map(({ id, expiresAt, lastSeenAt }) => ({
      id,
      userId,
      expiresAt,
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

export async function rolesBySession(ids: string[]): Promise<Map<string, Role>> {
  const rows = await rowsOf<{ id: string; role: Role }>(Prisma.sql`
    SELECT s.id, u.role::text AS role FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = ANY(${ids}) AND s.expires_at > ${new Date()} AND u.erase_at IS NULL`);
  return new Map(rows.map(({ id, role }) => [id, role]));
}

export async function deleteSessionByHash(id: string): Promise<void> {
  await db().session.deleteMany({ where: { id } });
}

/** Ends a user's sessions, except the one with the hashed id `except`. @returns the hashed ids of the ended ones */
export async function deleteSessionsOf(userId: string, except?: string, tx: Tx = db()): Promise<string[]> {
  const ended = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM sessions WHERE user_id = ${userId}::uuid AND id <> ${except ?? ''} RETURNING id`;
  return ended.map(({ id }) => id);
}

/** @returns the hashed id of the ended session; null if the user has no such session */
export async function deleteSessionOf(userId: string, publicId: string): Promise<string | null> {
  const [ended] = await db().$queryRaw<{ id: string }[]>`
    DELETE FROM sessions WHERE user_id = ${userId}::uuid AND public_id = ${publicId}::uuid RETURNING id`;
  return ended?.id ?? null;
}

/** A user's open sessions, most recently seen first. */
export async function sessionsOfUser(userId: string, { now, take }: { now: Date; take: number }) {
  return db().session.findMany({
    where: { userId, expiresAt: { gt: now } },
    select: { id: true, publicId: true, createdAt: true, lastSeenAt: true, device: true },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
    take,
  });
}

/** Updates the sessions with these hashed ids that were last seen at `before` or earlier. */
export async function writeLastSeen(
  ids: string[],
  { now, before }: { now: Date; before: Date },
): Promise<void> {
  await db().session.updateMany({
    where: { id: { in: ids }, lastSeenAt: { lte: before } },
    data: { lastSeenAt: now },
  });
}
