import type { Tx } from '#lib/db/client.server.ts';
import { publishTally } from '#lib/live/publish.server.ts';
import { recountCommentsOf } from './rating.store.server.ts';

/**
 * Counts anew what a reader rated, within the transaction that restricts them for ever or lifts that. The caller
 * holds the rows of the verdicts. @returns what to call after the commit: it tells the new counts
 */
export async function recountRatings(userId: string, tx: Tx): Promise<() => void> {
  const ratings = await recountCommentsOf(userId, tx);
  return () => {
    for (const { slug, ...rating } of ratings) publishTally(slug, { ratings: [rating] });
  };
}
