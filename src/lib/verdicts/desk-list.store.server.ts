import { Prisma } from '#lib/db/generated/client.ts';
import { literally } from '#lib/db/like.ts';
import { pageLimitOf, rowsOf } from '#lib/db/rows.server.ts';

export interface DeskRow {
  id: string;
  slug: string;
  title: string;
  source: string | null;
  sample: boolean;
  version: number;
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
  after: DeskPlace | null;
  limit: number;
}

/** Verdicts in every state, last changed first; more rows than `limit` where there are more. */
export async function readDeskPage({ q, after, limit }: DeskQuery): Promise<DeskRow[]> {
  const where = [Prisma.sql`true`];
  if (q) where.push(Prisma.sql`title ILIKE ${`%${literally(q)}%`}`);
  if (after) where.push(Prisma.sql`(updated_at, id) < (${after.updatedAt}, ${after.id}::uuid)`);
  return rowsOf<DeskRow>(Prisma.sql`
    SELECT id, slug, title, coalesce(source_feed, source_name) AS source, is_sample AS sample, version,
      comment_count AS comments, updated_at AS "updatedAt"
    FROM verdicts WHERE ${Prisma.join(where, ' AND ')} ORDER BY updated_at DESC, id DESC ${pageLimitOf(limit)}`);
}

export interface DeskCounts {
  drafts: number;
  /** Verdicts that are not samples. */
  own: number;
}

/** For the admin's first page: one query. */
export async function readDeskCounts(): Promise<DeskCounts> {
  const [counts] = await rowsOf<DeskCounts>(Prisma.sql`
    SELECT (SELECT count(*)::int FROM verdict_drafts) AS drafts,
      (SELECT count(*)::int FROM verdicts WHERE NOT is_sample) AS own`);
  return counts!;
}
