import type { Tx } from '#lib/db/client.server.ts';
import { publishTally } from '#lib/live/publish.server.ts';
import { recountClaimsOf } from './vote.store.server.ts';

/**
 * Recounts the claims that a reader voted on. The caller has locked the verdicts' rows.
 * @returns publishes the new counts; call it after the commit
 */
export async function recountVotes(userId: string, tx: Tx): Promise<() => void> {
  const claims = await recountClaimsOf(userId, tx);
  return () => {
    for (const { slug, ...claim } of claims) publishTally(slug, { claims: [claim] });
  };
}
