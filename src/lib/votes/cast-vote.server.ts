import { signedIn, type Actor } from '#lib/actor.ts';
import { Batcher } from '#lib/db/batcher.ts';
import { spend } from '#lib/limits.server.ts';
import type { ClaimTally } from '#lib/live/events.ts';
import { tellTally } from '#lib/live/publish.server.ts';
import { countAccepted, watchQueue } from '#lib/metrics.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { refuseRestricted } from '#lib/standing/find-standing.server.ts';
import { findClaim, readStances, saveVotes, type Stance, type VoteWrite } from './vote.store.server.ts';

export interface Voted {
  agree: number;
  disagree: number;
  counted: number;
  mine: Stance | null;
}

/** All of one verdict are written, counted and told together. */
const votes = new Batcher<VoteWrite & { slug: string }, ClaimTally>(
  async (verdictId, group) => {
    const tallies = await saveVotes(verdictId, group);
    tellTally(group[0]!.slug, { claims: [...tallies.values()] });
    return group.map(({ claimId }) => tallies.get(claimId)!);
  },
  { watch: watchQueue('votes') },
);

/**
 * Votes on a classification or an assumption, changes the vote or takes it back (null).
 * @throws Refusal `sign-in-first`, `claim-not-found`, `restricted`, `rate-limited`
 */
export async function castVote(
  claimId: string,
  stance: Stance | null,
  actor: Actor | null,
): Promise<Voted & { slug: string }> {
  const reader = signedIn(actor);
  const claim = await findClaim(claimId);
  if (!claim) throw new Refusal('claim-not-found');
  await refuseRestricted(reader.id, 'vote', new Date());
  await spend('vote', reader.id);
  const { slug } = claim;
  const { id: _, ...counts } = await votes.submit(claim.verdictId, {
    claimId,
    userId: reader.id,
    stance,
    slug,
  });
  countAccepted('vote');
  return { ...counts, mine: stance, slug };
}

/** How this reader voted on the verdict's claims, by claim id; a stranger voted on none. */
export async function stancesOf(verdictId: string, actor: Actor | null): Promise<Map<string, Stance>> {
  return actor ? readStances(verdictId, actor.id) : new Map();
}
