import type { RequestContext } from '#lib/request-context.ts';
import { requireApproved, type Actor } from '#lib/actor.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import { limitsOn, spend } from '#lib/limits.server.ts';
import { publishTally } from '#lib/live/publish.server.ts';
import { countAccepted, measureQueue } from '#lib/metrics/metrics.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { VERDICT_EDITED } from '#lib/refusals.ts';
import { reportBurstsChanged } from '#lib/standing/queue-changes.server.ts';
import { burstTimes } from '#lib/standing/burst.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { refuseRestricted } from '#lib/standing/find-standing.server.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import type { OwnVote, Stance } from '#lib/verdicts/verdict-view.ts';
import { saveVotes, type VoteSaved, type VoteWrite } from './save-votes.store.server.ts';
import { findClaim, readOwnVotes } from './vote.store.server.ts';

export interface Voted {
  agree: number;
  disagree: number;
  counted: number;
  mine: Stance | null;
  /** ISO 8601; only on a vote that is held (standing/burst.ts). */
  countsAt?: string;
}

const votes = new GroupCommit<VoteWrite & { slug: string }, VoteSaved>(
  async (verdictId, group) => {
    const saved = await saveVotes(verdictId, group);
    const claims = new Map(saved.map(({ tally }) => [tally.id, tally]));
    publishTally(group[0]!.slug, { claims: [...claims.values()], ratings: saved[0]!.ratings });
    if (saved.some(({ inBurst }) => inBurst)) reportBurstsChanged();
    return saved;
  },
  { measure: measureQueue('votes') },
);

/**
 * Votes on a classification or an assumption, changes the vote or withdraws it (null). In a burst of fresh accounts
 * the vote is held until `countsAt`. `onPage`: cast on the verdict's page, which doesn't show the tally at first.
 * @throws Refusal `sign-in-first`, `awaiting-approval`, `read-only`, `claim-not-found`, `verdict-retracted`, `restricted`, `rate-limited`
 */
export async function castVote(
  claimId: string,
  stance: Stance | null,
  { actor, now }: RequestContext,
  { onPage = false }: { onPage?: boolean } = {},
): Promise<Voted & { slug: string; isChange: boolean }> {
  const reader = requireApproved(actor);
  await refuseReadOnly();
  const claim = await findClaim(claimId, reader);
  if (!claim) throw new Refusal('claim-not-found');
  if (claim.isRetired) throw new Refusal('claim-not-found', { message: VERDICT_EDITED });
  const why = whyNotWrite(claim.state, reader);
  if (why) throw new Refusal(why);
  await refuseRestricted(reader.id, 'vote', now);
  await spend('vote', reader.id);
  const { id, slug } = claim;
  const write = { claimId: id, userId: reader.id, stance, slug, onPage, ...burstTimes(now, limitsOn()) };
  const { tally, mine, countsAt, isChange } = await votes.submit(claim.verdictId, write);
  const { id: _, minds: _minds, ...counts } = tally;
  countAccepted('vote');
  return { ...counts, mine, slug, isChange, ...(countsAt ? { countsAt: countsAt.toISOString() } : {}) };
}

export async function ownVotes(verdictId: string, actor: Actor | null): Promise<Map<string, OwnVote>> {
  return actor ? readOwnVotes(verdictId, actor.id) : new Map();
}
