import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { StoredAnchor } from '#lib/passages/anchor.ts';

/** Of the comment `c`: for which version its passage was last sought. As in the index `comments_anchored_idx`. */
const CHECKED = Prisma.sql`coalesce((c.anchor->>'checked')::int, 0)`;

export interface StaleVerdict {
  id: string;
  slug: string;
  version: number;
}

/** Verdicts with passages not yet sought in their current version. `since`: only those with a new version since then. */
export async function verdictsWithStaleAnchors(since: Date | null): Promise<StaleVerdict[]> {
  const recent = since ? Prisma.sql`v.updated_at > ${since}` : Prisma.sql`true`;
  return rowsOf<StaleVerdict>(Prisma.sql`
    SELECT v.id, v.slug, v.version FROM verdicts v
    WHERE ${recent} AND EXISTS (
      SELECT 1 FROM comments c WHERE c.verdict_id = v.id AND c.anchor IS NOT NULL AND ${CHECKED} < v.version)`);
}

export interface StaleAnchor {
  id: string;
  anchor: StoredAnchor;
  /** The version that was quoted, or that was current when the comment was written. */
  quoted: number;
}

/** Passages of comments in any state, because one that is shown again later must be up to date. */
export async function readStaleAnchors({ id, version }: StaleVerdict, limit: number): Promise<StaleAnchor[]> {
  return rowsOf<StaleAnchor>(Prisma.sql`
    SELECT c.id, c.anchor, coalesce((c.anchor->>'version')::int, (
        SELECT max(e.version) FROM verdict_versions e WHERE e.verdict_id = c.verdict_id AND e.created_at <= c.created_at
      ), 1) AS quoted
    FROM comments c WHERE c.verdict_id = ${id}::uuid AND c.anchor IS NOT NULL AND ${CHECKED} < ${version}
    ORDER BY quoted, c.id ${limitOf(limit)}`);
}
