import { db } from '#lib/db/client.server.ts';
import type { Role } from '#lib/actor.ts';
import type { RestrictionScope } from './restriction.ts';

export interface StandingRow {
  role: Role;
  joinedAt: Date;
  stood: number;
  removed: number;
  upheld: number;
  rejected: number;
  /** ISO times: they come out of JSON. */
  restrictions: { scope: RestrictionScope; until: string | null; reason: string }[];
}

/** All that is known of how a person fared here: one query. Null: nobody of that id. */
export async function readStanding(userId: string, now: Date): Promise<StandingRow | null> {
  const [row] = await db().$queryRaw<StandingRow[]>`
    SELECT u.role::text AS role, u.created_at AS "joinedAt", said.stood, said.removed, told.upheld, told.rejected,
      (SELECT coalesce(json_agg(json_build_object('scope', r.scope, 'until', r.until, 'reason', r.reason)), '[]')
        FROM restrictions r
        WHERE r.user_id = u.id AND r.lifted_at IS NULL AND (r.until IS NULL OR r.until > ${now})) AS restrictions
    FROM users u
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE c.status = 'visible')::int AS stood,
        count(*) FILTER (WHERE c.status = 'removed')::int AS removed
      FROM comments c WHERE c.author_id = u.id
    ) said
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE p.state = 'upheld')::int AS upheld,
        count(*) FILTER (WHERE p.state = 'rejected')::int AS rejected
      FROM reports p WHERE p.reporter_id = u.id
    ) told
    WHERE u.id = ${userId}::uuid`;
  return row ?? null;
}

/** What holds this person back now; for every vote, so it is one look into a small index. */
export async function readRestrictions(userId: string, now: Date) {
  return db().restriction.findMany({
    where: { userId, liftedAt: null, OR: [{ until: null }, { until: { gt: now } }] },
    select: { scope: true, until: true, reason: true },
  });
}
