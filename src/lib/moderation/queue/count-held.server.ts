import { countHeldRatings } from '#lib/discussion/ratings/count-held-ratings.server.ts';
import { reportBurstsChanged } from '#lib/standing/queue-changes.server.ts';
import { countHeldVotes } from '#lib/votes/count-held-votes.server.ts';

/** Counts held votes and ratings that are due; see standing/burst.ts. Every process may run it at any time. */
export async function countHeld(now: Date): Promise<void> {
  const votes = await countHeldVotes(now);
  const ratings = await countHeldRatings(now);
  if (votes || ratings) reportBurstsChanged();
}
