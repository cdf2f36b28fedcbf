import { DELETED_ACCOUNT } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { CommentStatus, QueueCounts } from '#lib/live/events.ts';
import type { QueueFilter } from '#lib/moderation/cases/case.ts';

/** Raw SQL, so that a page of the queue is one query on the partial index of open cases. */

export interface QueueRow {
  id: string;
  open: boolean;
  held: boolean;
  isAppeal: boolean;
  weight: number;
  reportCount: number;
  requestCount: number;
  reasons: { reason: string; count: number }[];
  openedAt: Date;
  version: number;
  leaseHolder: string | null;
  leasedUntil: Date | null;
  author: string;
  commentId: string | null;
  slug: string | null;
  title: string | null;
  status: CommentStatus | null;
  commentVersion: number | null;
  beginning: string | null;
}

/** The last case of a page. */
export interface QueuePosition {
  weight: number;
  openedAt: Date;
  id: string;
}

const ROW = Prisma.sql`
  k.id, k.state = 'open' AS open, k.held, k.is_appeal AS "isAppeal", k.weight, k.report_count AS "reportCount", k.request_count AS "requestCount", k.opened_at AS "openedAt",
  k.version, holder.username AS "leaseHolder", k.leased_until AS "leasedUntil", coalesce(author.username, ${DELETED_ACCOUNT}) AS author,
  c.id AS "commentId", v.slug, v.title, c.status::text AS status, c.version AS "commentVersion",
  left(c.body, 2000) AS beginning, coalesce(reported.reasons, '[]'::jsonb) AS reasons`;

const JOINS = Prisma.sql`
  JOIN users author ON author.id = k.author_id
  LEFT JOIN users holder ON holder.id = k.lease_holder_id
  LEFT JOIN comments c ON c.id = k.comment_id
  LEFT JOIN verdicts v ON v.id = k.verdict_id
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('reason', reason, 'count', n) ORDER BY n DESC, reason) AS reasons FROM (
      SELECT reason, count(*) AS n FROM reports WHERE case_id = k.id AND state = 'open' GROUP BY reason
    ) each
  ) reported ON true`;

const FILTERS: Record<QueueFilter, (me: string) => Prisma.Sql> = {
  all: () => Prisma.sql`true`,
  reports: () => Prisma.sql`NOT k.is_appeal AND NOT k.held AND k.request_count = 0`,
  requests: () => Prisma.sql`k.request_count > 0 AND NOT k.held`,
  held: () => Prisma.sql`k.held`,
  appeals: () => Prisma.sql`k.is_appeal`,
  mine: (me) => Prisma.sql`k.lease_holder_id = ${me}::uuid`,
};

export interface QueueQuery {
  filter: QueueFilter;
  reason: string | undefined;
  after: QueuePosition | null;
  limit: number;
  /** The moderator's id. */
  me: string;
}

/** Open cases, heaviest first; cases of equal weight, oldest first. */
export async function readQueue({ filter, reason, after, limit, me }: QueueQuery): Promise<QueueRow[]> {
  // The first condition lets PostgreSQL start in the middle of the index; the second breaks ties.
  const place = after
    ? Prisma.sql`k.weight <= ${after.weight}::float8
        AND (k.weight < ${after.weight}::float8 OR (k.opened_at, k.id) > (${after.openedAt}, ${after.id}::uuid))`
    : Prisma.sql`true`;
  const hasReason = reason
    ? Prisma.sql`EXISTS (SELECT 1 FROM reports r WHERE r.case_id = k.id AND r.state = 'open'
        AND r.reason = ${reason}::"ReportReason")`
    : Prisma.sql`true`;
  return db().$queryRaw<QueueRow[]>`
    WITH page AS MATERIALIZED (
      SELECT k.* FROM cases k WHERE k.state = 'open' AND ${FILTERS[filter](me)} AND ${hasReason} AND ${place}
      ORDER BY k.weight DESC, k.opened_at, k.id LIMIT ${limit}
    )
    SELECT ${ROW} FROM page k ${JOINS} ORDER BY k.weight DESC, k.opened_at, k.id`;
}

/** Open or decided, in no particular order. */
export async function readCases(ids: string[]): Promise<QueueRow[]> {
  return db().$queryRaw<QueueRow[]>`SELECT ${ROW} FROM cases k ${JOINS} WHERE k.id = ANY(${ids}::uuid[])`;
}

/** The author's other open cases, heaviest first. */
export async function readOpenCasesOf(author: string, except: string, limit: number): Promise<QueueRow[]> {
  return db().$queryRaw<QueueRow[]>`
    SELECT ${ROW} FROM cases k ${JOINS} WHERE k.state = 'open' AND k.author_id = ${author}::uuid AND k.id <> ${except}::uuid
    ORDER BY k.weight DESC, k.opened_at, k.id LIMIT ${limit}`;
}

/** From this many on, the navigation shows "99+". Counting all of ten thousand cases would slow down every page. */
const COUNTED = 100;

export async function countQueue(): Promise<QueueCounts> {
  const [counts] = await db().$queryRaw<QueueCounts[]>`
    SELECT
      (SELECT count(*)::int FROM (SELECT 1 FROM cases WHERE state = 'open' AND NOT is_appeal AND NOT held AND request_count = 0 LIMIT ${COUNTED}) a) AS reports,
      (SELECT count(*)::int FROM (SELECT 1 FROM cases WHERE state = 'open' AND request_count > 0 AND NOT held LIMIT ${COUNTED}) d) AS requests,
      (SELECT count(*)::int FROM (SELECT 1 FROM cases WHERE state = 'open' AND held LIMIT ${COUNTED}) b) AS held,
      (SELECT count(*)::int FROM (SELECT 1 FROM cases WHERE state = 'open' AND is_appeal LIMIT ${COUNTED}) c) AS appeals`;
  return counts!;
}
