import { publishTally } from '#lib/live/publish.server.ts';
import { countDueRatings, verdictsWithDueRatings } from './rating.store.server.ts';

/** Counts the held ratings that are due, and publishes the new tallies. @returns whether any was due */
export async function countHeldRatings(now: Date): Promise<boolean> {
  const verdicts = await verdictsWithDueRatings(now);
  for (const { id, slug } of verdicts) {
    const ratings = await countDueRatings(id, now);
    if (ratings.length > 0) publishTally(slug, { ratings });
  }
  return verdicts.length > 0;
}
