import { publishTally } from '#lib/live/publish.server.ts';
import { burstTimes } from '#lib/standing/burst.ts';
import { saveVotes } from './save-votes.store.server.ts';
import { votesOnOneVerdict } from './vote.store.server.ts';

export async function forgetVotes(userId: string, now: Date): Promise<void> {
  for (;;) {
    const next = await votesOnOneVerdict(userId);
    if (!next) return;
    const writes = next.claimIds.map((claimId) => ({
      claimId,
      userId,
      stance: null,
      ...burstTimes(now, true),
    }));
    const saved = await saveVotes(next.verdictId, writes);
    publishTally(next.slug, { claims: saved.map(({ tally }) => tally), ratings: saved[0]!.ratings });
  }
}
