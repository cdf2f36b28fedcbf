import { GroupCommit } from '#lib/db/group-commit.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { ONE_ROW } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { Role } from '#lib/actor.ts';
import type { Restriction, RestrictionScope } from './restriction.ts';
import { TRUSTED } from './trust.ts';

export interface StandingRow {
  role: Role;
  joinedAt: Date;
  /** Counted no further than it matters: see ENOUGH. */
  stood: number;
  removed: number;
  emailConfirmed: boolean;
  upheld: number;
  rejected: number;
  /** Those not lifted, though they may have run out. ISO times: they come out of JSON. */
  restrictions: { scope: RestrictionScope; until: string | null; reason: string }[];
}

/** More comments that stand than this change nothing about a person of whom `gone.removed` were removed (trust.ts). */
const ENOUGH = Prisma.sql`${Prisma.raw(String(TRUSTED.comments))} + gone.removed * ${Prisma.raw(String(Math.ceil(1 / TRUSTED.removedShare)))}`;

/** All that is known of how a person fared here; null: nobody of that id. Asked with every comment, so in batches. */
export function readStanding(userId: string): Promise<StandingRow | null> {
  return standings.submit('', userId);
}

const standings = new GroupCommit<string, StandingRow | null>(async (_key, userIds) => {
  const rows = await rowsOf<StandingRow & { id: string }>(Prisma.sql`
    SELECT asked.id, standing.* FROM unnest(${userIds}::uuid[]) AS asked(id)
    CROSS JOIN LATERAL (${standingOf(Prisma.sql`asked.id`)}) standing`);
  const found = new Map(rows.map(({ id, ...row }) => [id, row]));
  return userIds.map((id) => found.get(id) ?? null);
});

/** A StandingRow of the user whose id `userId` is, or no row: for a statement that asks more in the same moment. */
export function standingOf(userId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT u.role::text AS role, u.created_at AS "joinedAt", u.email_confirmed_at IS NOT NULL AS "emailConfirmed",
      said.stood, gone.removed, told.upheld, told.rejected,
      (SELECT coalesce(json_agg(json_build_object('scope', r.scope, 'until', r.until, 'reason', r.reason)), '[]')
        FROM restrictions r
        WHERE r.user_id = u.id AND r.lifted_at IS NULL) AS restrictions
    FROM users u
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS removed FROM comments c WHERE c.author_id = u.id AND c.status = 'removed'
    ) gone
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS stood
      FROM (SELECT 1 FROM comments c WHERE c.author_id = u.id AND c.status = 'visible' LIMIT ${ENOUGH}) enough
    ) said
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE p.state = 'upheld')::int AS upheld,
        count(*) FILTER (WHERE p.state = 'rejected')::int AS rejected
      FROM reports p WHERE p.reporter_id = u.id
    ) told
    WHERE u.id = ${userId} ${ONE_ROW}`;
}

/** What was put on this person and not lifted, though it may have run out. Asked with every vote, so in batches. */
export function readRestrictions(userId: string): Promise<Restriction[]> {
  return restrictions.submit('', userId);
}

const restrictions = new GroupCommit<string, Restriction[]>(async (_key, userIds) => {
  const rows = await rowsOf<Restriction & { userId: string }>(Prisma.sql`
    SELECT user_id AS "userId", scope::text AS scope, until, reason FROM restrictions
    WHERE user_id = ANY(${userIds}::uuid[]) AND lifted_at IS NULL`);
  return userIds.map((id) => rows.filter(({ userId }) => userId === id));
});
