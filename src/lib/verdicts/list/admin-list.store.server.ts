import { Prisma } from '#lib/db/generated/client.ts';
import { literally } from '#lib/db/like.ts';
import { pageLimitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';

export interface DeskRow {
  id: string;
  slug: string;
  title: string;
  source: string | null;
  sample: boolean;
  version: number;
  state: VerdictState;
  stateNote: string | null;
  comments: number;
  updatedAt: Date;
}

/** Where a page ended. */
export interface DeskPlace {
  updatedAt: Date;
  id: string;
}

interface DeskQuery {
  q?: string | undefined;
  state?: VerdictState | undefined;
  after: DeskPlace | null;
  limit: number;
}

/** Verdicts in every state, last changed first; more rows than `limit` where there are more. */
export async function readDeskPage({ q, state, after, limit }: DeskQuery): Promise<DeskRow[]> {
  const where = [Prisma.sql`true`];
  if (q) where.push(Prisma.sql`title ILIKE ${`%${literally(q)}%`}`);
  if (state) where.push(Prisma.sql`state = ${state}::"VerdictState"`);
  if (after) where.push(Prisma.sql`(updated_at, id) < (${after.updatedAt}, ${after.id}::uuid)`);
  return rowsOf<DeskRow>(Prisma.sql`
    SELECT id, slug, title, coalesce(source_feed, source_name) AS source, is_sample AS sample, version,
      state::text AS state, state_note AS "stateNote",
      comment_count AS comments, updated_at AS "updatedAt"
    FROM verdicts WHERE ${Prisma.join(where, ' AND ')} ORDER BY updated_at DESC, id DESC ${pageLimitOf(limit)}`);
}

export interface DeskCounts {
  drafts: number;
  published: number;
  unpublished: number;
  retracted: number;
  /** Published verdicts that are not samples. */
  own: number;
}

/** One query. */
export async function readDeskCounts(): Promise<DeskCounts> {
  const [counts] = await rowsOf<DeskCounts>(Prisma.sql`
    SELECT (SELECT count(*)::int FROM verdict_drafts) AS drafts,
      count(*) FILTER (WHERE state = 'published')::int AS published,
      count(*) FILTER (WHERE state = 'unpublished')::int AS unpublished,
      count(*) FILTER (WHERE state = 'retracted')::int AS retracted,
      count(*) FILTER (WHERE state = 'published' AND NOT is_sample)::int AS own
    FROM verdicts`);
  return counts!;
}
