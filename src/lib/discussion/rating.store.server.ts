import { db, type Tx } from '#lib/db/client.server.ts';
import type { RatingTally } from '#lib/live/events.ts';
import { ratingScore } from './ranking.ts';

/** Sets or takes back one reader's rating and recounts the comment's, in one transaction. Twice the same changes nothing. */
export async function saveRating(rating: {
  verdictId: string;
  commentId: string;
  userId: string;
  helpful: boolean | null;
}): Promise<RatingTally> {
  const { verdictId, commentId, userId, helpful } = rating;
  return db().$transaction(async (tx) => {
    const { tallyVersion } = await tx.verdict.update({
      where: { id: verdictId },
      data: { tallyVersion: { increment: 1 } },
      select: { tallyVersion: true },
    });
    if (helpful === null) await tx.rating.deleteMany({ where: { commentId, userId } });
    else
      await tx.$executeRaw`
        INSERT INTO ratings (comment_id, user_id, helpful) VALUES (${commentId}::uuid, ${userId}::uuid, ${helpful})
        ON CONFLICT (comment_id, user_id) DO UPDATE SET helpful = excluded.helpful`;
    const [counted] = await tx.$queryRaw<{ helpful: number; notHelpful: number }[]>`
      SELECT count(*) FILTER (WHERE helpful)::int AS helpful, count(*) FILTER (WHERE NOT helpful)::int AS "notHelpful"
      FROM ratings WHERE comment_id = ${commentId}::uuid AND user_id NOT IN (SELECT user_id FROM silenced)`;
    const tally = counted!;
    await tx.comment.update({
      where: { id: commentId },
      data: { ...tally, score: ratingScore(tally), ratedVersion: tallyVersion },
    });
    return { comment: commentId, ...tally, counted: tallyVersion };
  });
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
  const rows = counted.map((tally) => ({ ...tally, score: ratingScore(tally) }));
  await tx.$executeRaw`
    UPDATE comments c SET helpful = n.helpful, not_helpful = n."notHelpful", score = n.score, rated_version = v.tally_version
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS n(comment uuid, helpful int, "notHelpful" int, score float8), verdicts v
    WHERE c.id = n.comment AND v.id = c.verdict_id`;
  return counted.map(({ verdictId: _, ...tally }) => tally);
}
