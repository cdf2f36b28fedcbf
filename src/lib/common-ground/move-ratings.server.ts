import type { Tx } from '#lib/db/client.server.ts';
import type { RatingTally } from '#lib/live/events.ts';
import { moveNextRatings, type CampMove } from './camps.store.server.ts';

export {
  CAMP_COLUMNS,
  CAMP_SUMS,
  campOf,
  hasRatedOn,
  MOVED_CAMPS,
  type CampMove,
} from './camps.store.server.ts';

/** No statement holds more rows than this, and none is long. */
const STEP = 500;

/**
 * Moves readers' ratings on one verdict to their new camps, in steps of the caller's transaction, which has locked the
 * verdict's row. @returns the comments whose badge changed
 */
export async function moveRatings(tx: Tx, verdictId: string, moves: CampMove[]): Promise<RatingTally[]> {
  const changed = new Map<string, RatingTally>();
  for (const move of moves) {
    let after: Parameters<typeof moveNextRatings>[2]['after'] = null;
    for (let isLast = false; !isLast;) {
      const step = await moveNextRatings(tx, verdictId, { move, after, limit: STEP });
      for (const tally of step.changed) changed.set(tally.comment, tally);
      after = step;
      isLast = step.read < STEP;
    }
  }
  return [...changed.values()];
}
