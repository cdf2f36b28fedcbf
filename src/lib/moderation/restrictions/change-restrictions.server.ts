import type { Tx } from '#lib/db/client.server.ts';
import { moveCredits } from '#lib/discussion/credits/move-credits.server.ts';
import { moveRatingTallies } from '#lib/discussion/ratings/move-tallies.server.ts';
import { moveVoteTallies } from '#lib/votes/move-tallies.server.ts';
import { isSilenced, withTalliesLocked } from './restriction.store.server.ts';

/**
 * Runs `work`, which changes an account's restrictions, and moves the tallies if its votes stop or start to count. An
 * account can have several restrictions, so what counts is the difference between before and after.
 */
export async function changeRestrictions<T>(userId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { result, publish } = await withTalliesLocked(userId, async (tx) => {
    const before = await isSilenced(tx, userId);
    const result = await work(tx);
    const after = await isSilenced(tx, userId);
    return { result, publish: before === after ? [] : await moveTallies(userId, after ? -1 : 1, tx) };
  });
  for (const publishTallies of publish) publishTallies();
  return result;
}

async function moveTallies(userId: string, by: 1 | -1, tx: Tx): Promise<(() => void)[]> {
  return [
    await moveVoteTallies(userId, by, tx),
    await moveRatingTallies(userId, by, tx),
    await moveCredits(userId, tx),
  ];
}
