import { db, type Tx } from '#lib/db/client.server.ts';
import type { RatingTally } from '#lib/live/events.ts';
import { ratingScore } from './ranking.ts';

export interface RatingWrite {
  commentId: string;
  userId: string;
  /** Null takes it back. */
  helpful: boolean | null;
}

/**
 * Sets or takes back readers' ratings of one verdict's comments and recounts those, in one transaction. Where a reader
 * rated one comment twice, the later of them counts. @returns the tallies by comment
 */
export async function saveRatings(
  verdictId: string,
  writes: RatingWrite[],
): Promise<Map<string, RatingTally>> {
  const latest = new Map(writes.map((write) => [`${write.commentId} ${write.userId}`, write]));
  const rows = JSON.stringify([...latest.values()]);
  const ids = [...new Set(writes.map(({ commentId }) => commentId))];
  return db().$transaction(async (tx) => {
    const { tallyVersion: counted } = await tx.verdict.update({
      where: { id: verdictId },
      data: { tallyVersion: { increment: 1 } },
      select: { tallyVersion: true },
    });
    await tx.$executeRaw`
      WITH sent AS (
        SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS sent("commentId" uuid, "userId" uuid, helpful boolean)
      ), taken AS (
        DELETE FROM ratings r USING sent
        WHERE r.comment_id = sent."commentId" AND r.user_id = sent."userId" AND sent.helpful IS NULL
      )
      INSERT INTO ratings (comment_id, user_id, helpful)
      SELECT "commentId", "userId", helpful FROM sent WHERE helpful IS NOT NULL
      ON CONFLICT (comment_id, user_id) DO UPDATE SET helpful = excluded.helpful`;
    const counts = await tx.$queryRaw<Omit<RatingTally, 'counted'>[]>`
      SELECT c.id AS comment, count(*) FILTER (WHERE r.helpful)::int AS helpful,
        count(*) FILTER (WHERE NOT r.helpful)::int AS "notHelpful"
      FROM comments c
      LEFT JOIN ratings r ON r.comment_id = c.id AND r.user_id NOT IN (SELECT user_id FROM silenced)
      WHERE c.id = ANY(${ids}::uuid[]) GROUP BY c.id`;
    await storeCounts(tx, counts);
    return new Map(counts.map((tally) => [tally.comment, { ...tally, counted }]));
  });
}

/** Writes the counts to their comments, as counted at their verdict's tally version now. */
async function storeCounts(tx: Tx, counts: Omit<RatingTally, 'counted'>[]): Promise<void> {
  const rows = counts.map((tally) => ({ ...tally, score: ratingScore(tally) }));
  await tx.$executeRaw`
    UPDATE comments c SET helpful = n.helpful, not_helpful = n."notHelpful", score = n.score, rated_version = v.tally_version
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS n(comment uuid, helpful int, "notHelpful" int, score float8), verdicts v
    WHERE c.id = n.comment AND v.id = c.verdict_id`;
}

/**
 * Counts every comment anew that this reader rated: their ratings begin, or cease, to count (the view `silenced`). The
 * caller holds the rows of those verdicts.
 */
export async function recountCommentsOf(userId: string, tx: Tx): Promise<(RatingTally & { slug: string })[]> {
  const counted = await tx.$queryRaw<(RatingTally & { slug: string; verdictId: string })[]>`
    SELECT c.id AS comment, v.slug, v.id AS "verdictId", v.tally_version + 1 AS counted, count(*) FILTER (WHERE r.helpful)::int AS helpful,
      count(*) FILTER (WHERE NOT r.helpful)::int AS "notHelpful"
    FROM ratings mine JOIN comments c ON c.id = mine.comment_id JOIN verdicts v ON v.id = c.verdict_id
    LEFT JOIN ratings r ON r.comment_id = c.id AND r.user_id NOT IN (SELECT user_id FROM silenced)
    WHERE mine.user_id = ${userId}::uuid GROUP BY c.id, v.id`;
  if (counted.length === 0) return [];
  const verdictIds = [...new Set(counted.map(({ verdictId }) => verdictId))];
  await tx.verdict.updateMany({
    where: { id: { in: verdictIds } },
    data: { tallyVersion: { increment: 1 } },
  });
  await storeCounts(tx, counted);
  return counted.map(({ verdictId: _, ...tally }) => tally);
}
