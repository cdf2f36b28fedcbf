import type { Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { asStanding } from '#lib/standing/find-standing.server.ts';
import { findVerdictHead, isSlug } from '#lib/verdicts/find-verdict.server.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { readComment } from '#lib/discussion/store/comment.store.server.ts';
import type { FoundRow } from '#lib/discussion/reading/find-comment.server.ts';
import { whyNotReply, whyNotReplyYet } from '#lib/discussion/rules.ts';
import { findSiteRules } from '#lib/discussion/screening/screen-text.server.ts';
import { readThreadState, type ThreadState } from '#lib/discussion/screening/screening.store.server.ts';
import { replyAllowedAt, secondsUntil } from './heat.ts';

/** The comment to reply to. @throws Refusal `verdict-not-found`, `parent-gone` */
export async function findTarget(slug: string, parentId: string, author: Actor): Promise<FoundRow> {
  const target = await readComment(parentId, author);
  if (target?.slug !== slug) {
    // Throws if the verdict doesn't exist either.
    await findVerdictHead(slug, author);
    throw new Refusal('parent-gone');
  }
  const why = whyNotReply(target);
  if (why) throw new Refusal(why);
  return target;
}

/** What screening needs. @throws Refusal if the verdict takes no comments */
export async function findThread(
  slug: string,
  target: FoundRow | null,
  { author, body, now }: { author: Actor; body: string; now: Date },
) {
  const place = { slug, path: target?.path ?? '' };
  const [thread, siteRules] = await Promise.all([
    isSlug(slug) ? readThreadState(place, { authorId: author.id, body }, now) : null,
    findSiteRules(),
  ]);
  if (!thread) throw new Refusal('verdict-not-found');
  const why = whyNotWrite(thread.state, author);
  if (why) throw new Refusal(why);
  const standing = asStanding(thread.author, siteRules.site, now);
  return { thread, siteRules, standing };
}

/** In a locked thread no wait would help; screening refuses that. */
export function refuseTooEarly(target: FoundRow, { locked, heat }: ThreadState, now: Date): void {
  const time = replyAllowedAt(target, heat);
  const why = locked ? null : whyNotReplyYet(time, now);
  if (why) throw new Refusal(why, { retryAfter: secondsUntil(time, now) });
}
