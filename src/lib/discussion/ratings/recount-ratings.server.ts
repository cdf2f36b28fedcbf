import type { Tx } from '#lib/db/client.server.ts';
import { publishTally } from '#lib/live/publish.server.ts';
import { recountCommentsOf } from './rating.store.server.ts';

/**
 * Recounts the comments that a reader rated. The caller has locked the verdicts' rows.
 * @returns publishes the new counts; call it after the commit
 */
export async function recountRatings(userId: string, tx: Tx): Promise<() => void> {
  const ratings = await recountCommentsOf(userId, tx);
  return () => {
    for (const { slug, ...rating } of ratings) publishTally(slug, { ratings: [rating] });
  };
}
