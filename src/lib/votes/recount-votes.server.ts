import type { Tx } from '#lib/db/client.server.ts';
import { publishTally } from '#lib/live/publish.server.ts';
import { recountClaimsOf } from './vote.store.server.ts';

/**
 * Counts anew what a reader voted on, within the transaction that restricts them for ever or lifts that. The caller
 * holds the rows of the verdicts. @returns what to call after the commit: it tells the new counts
 */
export async function recountVotes(userId: string, tx: Tx): Promise<() => void> {
  const claims = await recountClaimsOf(userId, tx);
  return () => {
    for (const { slug, ...claim } of claims) publishTally(slug, { claims: [claim] });
  };
}
