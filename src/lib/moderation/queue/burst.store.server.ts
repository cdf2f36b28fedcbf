import { DELETED_ACCOUNT } from '#lib/actor.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

export interface BurstRow {
  /** The comment whose ratings are held; null: votes on a claim are held. */
  commentId: string | null;
  claimId: string | null;
  /** The claim's label, or the name of the comment's author. */
  label: string;
  slug: string;
  title: string;
  waiting: number;
  /** When the first of them counts. */
  countsAt: Date;
}

/** Claims and comments with held votes, most first. Reads only the partial indexes of held votes and ratings. */
export async function readBursts(limit: number): Promise<BurstRow[]> {
  return rowsOf<BurstRow>(Prisma.sql`
    WITH held AS (
      SELECT claim_id, NULL::uuid AS comment_id, count(*)::int AS waiting, min(counts_at) AS counts_at
      FROM votes WHERE counts_at IS NOT NULL GROUP BY claim_id
      UNION ALL
      SELECT NULL, comment_id, count(*)::int, min(counts_at)
      FROM ratings WHERE counts_at IS NOT NULL GROUP BY comment_id
    )
    SELECT held.claim_id AS "claimId", held.comment_id AS "commentId", coalesce(k.label, u.username, ${DELETED_ACCOUNT}) AS label,
      v.slug, v.title, held.waiting, held.counts_at AS "countsAt"
    FROM held LEFT JOIN claims k ON k.id = held.claim_id LEFT JOIN comments c ON c.id = held.comment_id
      LEFT JOIN users u ON u.id = c.author_id JOIN verdicts v ON v.id = coalesce(k.verdict_id, c.verdict_id)
    ORDER BY held.waiting DESC, held.counts_at, coalesce(held.claim_id, held.comment_id) LIMIT ${limit}`);
}
