import { signedIn } from '#lib/actor.ts';
import { Batcher } from '#lib/db/batcher.ts';
import { spend } from '#lib/limits.server.ts';
import type { RatingTally } from '#lib/live/events.ts';
import { tellTally } from '#lib/live/publish.server.ts';
import { countAccepted, watchQueue } from '#lib/metrics.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { refuseRestricted } from '#lib/standing/find-standing.server.ts';
import { findRow, type Asking } from './find-comment.server.ts';
import { saveRatings, type RatingWrite } from './rating.store.server.ts';
import { whyNotRate } from './rules.ts';

export interface Rated {
  helpful: number;
  notHelpful: number;
  counted: number;
  mine: boolean | null;
}

/** All of one verdict are written, counted and told together. */
const ratings = new Batcher<RatingWrite & { slug: string }, RatingTally>(
  async (verdictId, group) => {
    const tallies = await saveRatings(verdictId, group);
    tellTally(group[0]!.slug, { ratings: [...tallies.values()] });
    return group.map(({ commentId }) => tallies.get(commentId)!);
  },
  { watch: watchQueue('ratings') },
);

/**
 * Rates a comment helpful or not, or takes the rating back (null). @throws Refusal `comment-not-found`,
 * `own-comment`, `restricted`, `rate-limited`
 */
export async function rateComment(
  id: string,
  helpful: boolean | null,
  { actor, now }: Asking,
): Promise<Rated> {
  const reader = signedIn(actor);
  const row = await findRow(id, reader);
  const why = whyNotRate(row, reader);
  if (why) throw new Refusal(why);
  await refuseRestricted(reader.id, 'vote', now);
  await spend('vote', reader.id);
  const write = { commentId: id, userId: reader.id, helpful, slug: row.slug };
  const { comment: _, ...counts } = await ratings.submit(row.verdictId, write);
  countAccepted('rating');
  return { ...counts, mine: helpful };
}
