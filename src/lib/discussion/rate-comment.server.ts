import { signedIn } from '#lib/actor.ts';
import { spend } from '#lib/limits.server.ts';
import { tellTally } from '#lib/live/publish.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { refuseRestricted } from '#lib/standing/find-standing.server.ts';
import { findRow, type Asking } from './find-comment.server.ts';
import { saveRating } from './rating.store.server.ts';
import { whyNotRate } from './rules.ts';

export interface Rated {
  helpful: number;
  notHelpful: number;
  counted: number;
  mine: boolean | null;
}

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
  const tally = await saveRating({ verdictId: row.verdictId, commentId: id, userId: reader.id, helpful });
  tellTally(row.slug, { ratings: [tally] });
  const { comment: _, ...counts } = tally;
  return { ...counts, mine: helpful };
}
