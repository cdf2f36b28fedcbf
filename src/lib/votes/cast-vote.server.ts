import { signedIn, type Actor } from '#lib/actor.ts';
import { spend } from '#lib/limits.server.ts';
import { tellTally } from '#lib/live/publish.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { refuseRestricted } from '#lib/standing/find-standing.server.ts';
import { findClaim, readStances, saveVote, type Stance } from './vote.store.server.ts';

export interface Voted {
  agree: number;
  disagree: number;
  counted: number;
  mine: Stance | null;
}

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
  const tally = await saveVote({ verdictId: claim.verdictId, claimId, userId: reader.id, stance });
  tellTally(claim.slug, { claims: [tally] });
  const { id: _, ...counts } = tally;
  return { ...counts, mine: stance, slug: claim.slug };
}

/** How this reader voted on the verdict's claims, by claim id; a stranger voted on none. */
export async function stancesOf(verdictId: string, actor: Actor | null): Promise<Map<string, Stance>> {
  return actor ? readStances(verdictId, actor.id) : new Map();
}
