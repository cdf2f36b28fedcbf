import { requireApproved } from '#lib/actor.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import { limitsOn, spend } from '#lib/limits.server.ts';
import { publishTally } from '#lib/live/publish.server.ts';
import { countAccepted, measureQueue } from '#lib/metrics/metrics.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { reportBurstsChanged } from '#lib/standing/queue-changes.server.ts';
import { burstTimes } from '#lib/standing/burst.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { refuseRestricted } from '#lib/standing/find-standing.server.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { findRow } from '#lib/discussion/reading/find-comment.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { saveRatings, type RatingSaved, type RatingWrite } from './save-ratings.store.server.ts';
import { whyNotRate } from '#lib/discussion/rules.ts';

export interface Rated {
  helpful: number;
  notHelpful: number;
  counted: number;
  commonGround?: boolean;
  mine: boolean | null;
  /** ISO 8601; only on a rating that is held (standing/burst.ts). */
  countsAt?: string;
}

const ratings = new GroupCommit<RatingWrite & { slug: string }, RatingSaved>(
  async (verdictId, group) => {
    const saved = await saveRatings(verdictId, group);
    const tallies = new Map(saved.map(({ tally }) => [tally.comment, tally]));
    publishTally(group[0]!.slug, { ratings: [...tallies.values()] });
    if (saved.some(({ inBurst }) => inBurst)) reportBurstsChanged();
    return saved;
  },
  { measure: measureQueue('ratings') },
);

/**
 * Rates a comment helpful or not, or withdraws the rating (null). In a burst of fresh accounts the rating is held.
 * @throws Refusal `comment-not-found`, `verdict-retracted`, `own-comment`, `restricted`, `rate-limited`
 */
export async function rateComment(
  id: string,
  helpful: boolean | null,
  { actor, now }: RequestContext,
): Promise<Rated> {
  const reader = requireApproved(actor);
  await refuseReadOnly();
  const row = await findRow(id, reader);
  const why = whyNotWrite(row.verdictState, reader) ?? whyNotRate(row, reader);
  if (why) throw new Refusal(why);
  await refuseRestricted(reader.id, 'vote', now);
  await spend('vote', reader.id);
  const burst = burstTimes(now, limitsOn());
  const write = { commentId: row.id, userId: reader.id, helpful, slug: row.slug, ...burst };
  const { tally, mine, countsAt } = await ratings.submit(row.verdictId, write);
  const { comment: _, changedMinds: _minds, ...counts } = tally;
  countAccepted('rating');
  return { ...counts, mine, ...(countsAt ? { countsAt: countsAt.toISOString() } : {}) };
}
