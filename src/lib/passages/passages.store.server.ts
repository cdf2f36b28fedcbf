import { Prisma } from '#lib/db/generated/client.ts';

/** Of the verdict `v`, as `Passage` of marks/ranges.ts: those with the most visible comments, at most 200. */
export const PASSAGES_JSON = Prisma.sql`
  SELECT coalesce(json_agg(p), '[]') FROM (
    SELECT place->>'section' AS section, (place->>'block')::int AS block, (place->>'start')::int AS start,
      (place->>'end')::int AS "end", count(*)::int AS comments
    FROM (
      SELECT coalesce(c.anchor->'at', c.anchor) AS place FROM comments c
      WHERE c.verdict_id = v.id AND c.status = 'visible' AND c.anchor ? 'block'
        AND coalesce(c.anchor->>'state', '') <> 'lost'
    ) at GROUP BY 1, 2, 3, 4 ORDER BY count(*) DESC, 1, 2, 3, 4 LIMIT 200
  ) p`;
