import { publishTally } from '#lib/live/publish.server.ts';
import { burstTimes } from '#lib/standing/burst.ts';
import { ratingsOnOneVerdict } from '#lib/discussion/ratings/rating.store.server.ts';
import { saveRatings } from '#lib/discussion/ratings/save-ratings.store.server.ts';

const CHUNK = 200;

export async function forgetRatings(userId: string, now: Date): Promise<void> {
  for (;;) {
    const next = await ratingsOnOneVerdict(userId, CHUNK);
    if (!next) return;
    const writes = next.commentIds.map((commentId) => ({
      commentId,
      userId,
      helpful: null,
      ...burstTimes(now, true),
    }));
    const saved = await saveRatings(next.verdictId, writes);
    publishTally(next.slug, { ratings: saved.map(({ tally }) => tally) });
  }
}
