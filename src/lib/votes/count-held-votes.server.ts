import { publishTally } from '#lib/live/publish.server.ts';
import { countDueVotes, verdictsWithDueVotes } from './vote.store.server.ts';

/** Counts the held votes that are due, and publishes the new tallies. @returns whether any was due */
export async function countHeldVotes(now: Date): Promise<boolean> {
  const verdicts = await verdictsWithDueVotes(now);
  for (const { id, slug } of verdicts) {
    const { claims, ratings } = await countDueVotes(id, now);
    if (claims.length > 0) publishTally(slug, { claims, ratings });
  }
  return verdicts.length > 0;
}
