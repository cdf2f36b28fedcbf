import type { Tx } from '#lib/db/client.server.ts';
import { publishTally } from '#lib/live/publish.server.ts';
import { moveTalliesOf } from './vote.store.server.ts';

/**
 * Adds a reader's votes to the tallies (`by` 1) or removes them (-1). The caller has locked the verdicts' rows.
 * @returns publishes the new counts; call it after the commit
 */
export async function moveVoteTallies(userId: string, by: 1 | -1, tx: Tx): Promise<() => void> {
  const claims = await moveTalliesOf(userId, by, tx);
  return () => {
    for (const { slug, ...claim } of claims) publishTally(slug, { claims: [claim] });
  };
}
