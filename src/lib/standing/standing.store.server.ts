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
  visibleComments: number;
  removed: number;
  emailConfirmed: boolean;
  upheld: number;
  rejected: number;
  /** Those not lifted; they may have expired. ISO times, because they are read as JSON. */
  restrictions: { scope: RestrictionScope; until: string | null; reason: string }[];
}

/** More visible comments than this don't change the trust level of an author with `gone.removed` removed ones. */
const ENOUGH = Prisma.sql`${Prisma.raw(String(TRUSTED.comments))} + gone.removed * ${Prisma.raw(String(Math.ceil(1 / TRUSTED.removedShare)))}`;

/** Null: no such user. Read with every comment, so in batches. */
export function readStanding(userId: string): Promise<StandingRow | null> {
  return standings.submit('', userId);
}

const standings = new GroupCommit<string, StandingRow | null>(async (_key, userIds) => {
  const rows = await rowsOf<StandingRow & { id: string }>(Prisma.sql`
    SELECT requested.id, standing.* FROM unnest(${userIds}::uuid[]) AS requested(id)
    CROSS JOIN LATERAL (${standingOf(Prisma.sql`requested.id`)}) standing`);
  const found = new Map(rows.map(({ id, ...row }) => [id, row]));
  return userIds.map((id) => found.get(id) ?? null);
});

/** SQL for the StandingRow of a user, or no row: for statements that read more at the same time. */
export function standingOf(userId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT u.role::text AS role, u.created_at AS "joinedAt", u.email_confirmed_at IS NOT NULL AS "emailConfirmed",
      kept."visibleComments", gone.removed, judged.upheld, judged.rejected,
      (SELECT coalesce(json_agg(json_build_object('scope', r.scope, 'until', r.until, 'reason', r.reason)), '[]')
        FROM restrictions r
        WHERE r.user_id = u.id AND r.lifted_at IS NULL) AS restrictions
    FROM users u
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS removed FROM comments c WHERE c.author_id = u.id AND c.status = 'removed'
    ) gone
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS "visibleComments"
      FROM (SELECT 1 FROM comments c WHERE c.author_id = u.id AND c.status = 'visible' LIMIT ${ENOUGH}) enough
    ) kept
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE p.state = 'upheld')::int AS upheld,
        count(*) FILTER (WHERE p.state = 'rejected')::int AS rejected
      FROM reports p WHERE p.reporter_id = u.id
    ) judged
    WHERE u.id = ${userId} ${ONE_ROW}`;
}

/** Restrictions that aren't lifted; they may have expired. Read with every vote, so in batches. */
export function readRestrictions(userId: string): Promise<Restriction[]> {
  return restrictions.submit('', userId);
}

const restrictions = new GroupCommit<string, Restriction[]>(async (_key, userIds) => {
  const rows = await rowsOf<Restriction & { userId: string }>(Prisma.sql`
    SELECT user_id AS "userId", scope::text AS scope, until, reason FROM restrictions
    WHERE user_id = ANY(${userIds}::uuid[]) AND lifted_at IS NULL`);
  return userIds.map((id) => rows.filter(({ userId }) => userId === id));
});
