import type { z } from 'zod';
import { requireApproved, type Actor } from '#lib/actor.ts';
import { sqlStateOf, TAKEN } from '#lib/db/sql-state.ts';
import { spendTogether } from '#lib/limits.server.ts';
import type { Anchor, CommentView } from '#lib/live/events.ts';
import { publishTyped } from '#lib/live/publish-presence.server.ts';
import { countAccepted } from '#lib/metrics/metrics.server.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { asStanding } from '#lib/standing/find-standing.server.ts';
import { findVerdict, findVerdictHead, isSlug } from '#lib/verdicts/find-verdict.server.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { quoted } from './anchor.ts';
import { reportCaseChanged } from '#lib/standing/queue-changes.server.ts';
import type { postInput } from './comment-input.ts';
import { findByNonce, readComment } from '#lib/discussion/store/comment.store.server.ts';
import { findComment, type FoundRow } from '#lib/discussion/reading/find-comment.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { commentView } from '#lib/discussion/reading/comment-view.ts';
import { replyAllowedAt, secondsUntil } from './heat.ts';
import { DuplicateNonce } from '#lib/discussion/store/insert.store.server.ts';
import { renderMarkdown } from '#lib/discussion/reading/markdown.server.ts';
import { placeBelow } from './placement.ts';
import { whyNotReply, whyNotReplyYet } from '#lib/discussion/rules.ts';
import { findDayFull, findSiteRules, screenText } from '#lib/discussion/screening/screen-text.server.ts';
import { readThreadState, type ThreadState } from '#lib/discussion/screening/screening.store.server.ts';
import { writeScreened, type Written } from './write-screened.server.ts';

type Input = z.output<typeof postInput>;

export interface Posted {
  /** `pending` if screening holds it for a moderator. */
  comment: CommentView;
  /** False if this nonce was posted before: then it is that comment. */
  created: boolean;
}

/**
 * Posts a comment on a verdict, or a reply below `parentId`.
 * @throws Refusal `sign-in-first`, `awaiting-approval`, `read-only`, `verdict-not-found`, `verdict-retracted`,
 * `parent-gone`, `anchor-not-found`, `rate-limited`, `too-hot`, and what screening refuses (screening/phases.ts)
 */
export async function postComment(slug: string, input: Input, context: RequestContext): Promise<Posted> {
  const author = requireApproved(context.actor);
  try {
    const { id, row } = await post(slug, input, { author, now: context.now });
    const comment = row ? commentView(row, author, context.now) : await findComment(id, context);
    return { comment, created: true };
  } catch (fault) {
    const first = input.nonce && isRefusal(fault) ? await findByNonce(author.id, input.nonce) : null;
    if (!first) throw fault;
    return { comment: await findComment(first, context), created: false };
  }
}

/**
 * A retry can be refused before its nonce is checked: by the pace limit, as a repeated text, or because the parent is
 * gone. It still gets the first comment. If two processes write it at once, the second violates the unique key.
 */
function isRefusal(fault: unknown): boolean {
  return fault instanceof DuplicateNonce || fault instanceof Refusal || sqlStateOf(fault) === TAKEN;
}

async function post(
  slug: string,
  { body, parentId = null, anchor = null, nonce = null }: Input,
  { author, now }: { author: Actor; now: Date },
): Promise<Written> {
  await refuseReadOnly();
  const target = parentId ? await findTarget(slug, parentId, author) : null;
  const { thread, siteRules, standing } = await findThread(slug, target, { author, body, now });
  await refuseWrongAnchor(slug, anchor);
  const dayFullUntil = await findDayFull(author.id, { standing, siteRules }, now);
  await spendTogether([
    ['comment-pace', author.id],
    ['comment-volume', author.id],
  ]);
  const html = renderMarkdown(body);
  const screening = screenText({ body, html, standing, siteRules, thread, dayFullUntil }, now);
  const text = { body, html, anchor, nonce };
  const place = placeBelow(target);
  const post = { verdictId: thread.verdictId, slug, authorId: author.id, place, ...text, now };
  const written = await writeScreened(post, screening);
  countAccepted('comment');
  publishTyped(slug, author.id);
  await publishUnreadCounts(written.notified);
  if (screening) await reportCaseChanged(written.id);
  return written;
}

async function findTarget(slug: string, parentId: string, author: Actor): Promise<FoundRow> {
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

/** What screening needs. @throws Refusal if the verdict takes no comments, or no replies to `target` yet */
async function findThread(
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
  if (target) refuseTooEarly(target, thread, now);
  return { thread, siteRules, standing };
}

/** In a locked thread no wait would help; screening refuses that. */
function refuseTooEarly(target: FoundRow, { locked, heat }: ThreadState, now: Date): void {
  const time = replyAllowedAt(target, heat);
  const why = locked ? null : whyNotReplyYet(time, now);
  if (why) throw new Refusal(why, { retryAfter: secondsUntil(time, now) });
}

async function refuseWrongAnchor(slug: string, anchor: Anchor | null): Promise<void> {
  if (!anchor) return;
  const { sections } = await findVerdict(slug);
  if (!quoted(sections, anchor)) throw new Refusal('anchor-not-found', { field: 'anchor' });
}
