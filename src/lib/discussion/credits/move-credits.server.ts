import type { Tx } from '#lib/db/client.server.ts';
import { publishTally } from '#lib/live/publish.server.ts';
import { recountCreditsOf } from './credit.store.server.ts';

/**
 * Counts a reader's credits again, after a restriction. The caller has locked the verdicts' rows.
 * @returns publishes the new counts; call it after the commit
 */
export async function moveCredits(userId: string, tx: Tx): Promise<() => void> {
  const moved = await recountCreditsOf(userId, tx);
  return () => {
    for (const { slug, ratings } of moved) publishTally(slug, { ratings });
  };
}
