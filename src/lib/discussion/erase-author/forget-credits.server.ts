import { publishTally } from '#lib/live/publish.server.ts';
import { creditsOnOneVerdict, deleteCredits } from '#lib/discussion/credits/credit.store.server.ts';

export async function forgetCredits(userId: string): Promise<void> {
  for (;;) {
    const next = await creditsOnOneVerdict(userId);
    if (!next) return;
    publishTally(next.slug, { ratings: await deleteCredits(next.verdictId, userId, next.commentIds) });
  }
}
