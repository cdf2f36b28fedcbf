import { Prisma } from '#lib/db/generated/client.ts';
import { literally } from '#lib/db/like.ts';
import { pageLimitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { foldSearch } from './fold-search.ts';
import { folded } from './verdict-list.store.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';

export interface AdminListRow {
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

export interface AdminListPosition {
  updatedAt: Date;
  id: string;
}

interface AdminListFilter {
  q?: string | undefined;
  state?: VerdictState | undefined;
  after: AdminListPosition | null;
  limit: number;
}

/** In every state, last changed first. Returns one row more than `limit` if there is a next page. */
export async function readAdminListPage({
  q,
  state,
  after,
  limit,
}: AdminListFilter): Promise<AdminListRow[]> {
  const where = [Prisma.sql`true`];
  if (q) where.push(Prisma.sql`${folded(Prisma.sql`title`)} ILIKE ${`%${literally(foldSearch(q))}%`}`);
  if (state) where.push(Prisma.sql`state = ${state}::"VerdictState"`);
  if (after) where.push(Prisma.sql`(updated_at, id) < (${after.updatedAt}, ${after.id}::uuid)`);
  return rowsOf<AdminListRow>(Prisma.sql`
    SELECT id, slug, title, coalesce(source_feed, source_name) AS source, is_sample AS sample, version,
      state::text AS state, state_note AS "stateNote",
      comment_count AS comments, updated_at AS "updatedAt"
    FROM verdicts WHERE ${Prisma.join(where, ' AND ')} ORDER BY updated_at DESC, id DESC ${pageLimitOf(limit)}`);
}

export interface VerdictCounts {
  drafts: number;
  published: number;
  unpublished: number;
  retracted: number;
  own: number;
}

export async function readVerdictCounts(): Promise<VerdictCounts> {
  const [counts] = await rowsOf<VerdictCounts>(Prisma.sql`
    SELECT (SELECT count(*)::int FROM verdict_drafts) AS drafts,
      count(*) FILTER (WHERE state = 'published')::int AS published,
      count(*) FILTER (WHERE state = 'unpublished')::int AS unpublished,
      count(*) FILTER (WHERE state = 'retracted')::int AS retracted,
      count(*) FILTER (WHERE state = 'published' AND NOT is_sample)::int AS own
    FROM verdicts`);
  return counts!;
}
