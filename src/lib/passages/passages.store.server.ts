import { Prisma } from '#lib/db/generated/client.ts';

/**
 * That the passage of the comment `c` is in version `version` of its verdict, and sought there: in the moment after a new
 * version it may be at another place. By the index `comments_anchored_idx`.
 */
export const isPlacedIn = (version: Prisma.Sql) => Prisma.sql`(c.anchor IS NOT NULL
  AND coalesce((c.anchor->>'checked')::int, 0) = ${version} AND c.anchor->>'state' IN ('exact', 'moved'))`;

/** Of the verdict `v`: in the same statement as the places, because offsets of another version mean other words. */
export const VERSION_JSON = Prisma.sql`SELECT head.version FROM verdicts head WHERE head.id = v.id`;

/**
 * Of the verdict `v`, as `Passage` of marks/ranges.ts: those with visible comments, the most first. All of them, because
 * the numbers beside paragraphs are sums of them. Of more than 2,000 comments on passages, the newest count, so that a
 * page view costs the same however many there are.
 */
export const PASSAGES_JSON = Prisma.sql`
  SELECT coalesce(json_agg(p), '[]') FROM (
    SELECT place->>'section' AS section, (place->>'block')::int AS block, (place->>'start')::int AS start,
      (place->>'end')::int AS "end", count(*)::int AS comments
    FROM (
      SELECT coalesce(c.anchor->'at', c.anchor) AS place FROM comments c
      WHERE c.verdict_id = v.id AND c.status = 'visible'
        AND ${isPlacedIn(Prisma.sql`(${VERSION_JSON})`)}
      ORDER BY c.id DESC LIMIT 2000
    ) at GROUP BY 1, 2, 3, 4 ORDER BY count(*) DESC, 1, 2, 3, 4
  ) p`;
