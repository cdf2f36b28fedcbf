import { db } from '#lib/db/client.server.ts';
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
      FROM ratings WHERE comment_id = ${commentId}::uuid`;
    const tally = counted!;
    await tx.comment.update({
      where: { id: commentId },
      data: { ...tally, score: ratingScore(tally), ratedVersion: tallyVersion },
    });
    return { comment: commentId, ...tally };
  });
}
