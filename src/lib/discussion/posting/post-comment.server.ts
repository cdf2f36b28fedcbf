import type { z } from 'zod';
import { requireApproved, type Actor } from '#lib/actor.ts';
import { sqlStateOf, TAKEN } from '#lib/db/sql-state.ts';
import { spendTogether } from '#lib/limits.server.ts';
import type { CommentView } from '#lib/live/events.ts';
import { publishTyped } from '#lib/live/publish-presence.server.ts';
import { countAccepted } from '#lib/metrics/metrics.server.ts';
import type { AnchorInput } from '#lib/passages/anchor-input.ts';
import type { StoredAnchor } from '#lib/passages/anchor.ts';
import { completeAnchor } from '#lib/passages/complete.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { VERDICT_EDITED } from '#lib/refusals.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { findContent } from '#lib/verdicts/versions/find-versions.server.ts';
import { reportCaseChanged } from '#lib/standing/queue-changes.server.ts';
import type { postInput } from './comment-input.ts';
import { findByNonce } from '#lib/discussion/store/comment.store.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { commentView } from '#lib/discussion/reading/comment-view.ts';
import { DuplicateNonce } from '#lib/discussion/store/insert.store.server.ts';
import { findMentioned, renderText } from '#lib/discussion/mentions/find-mentioned.server.ts';
import { findTarget, findThread, refuseTooEarly } from './find-place.server.ts';
import { placeBelow } from './placement.ts';
import { findDayFull, screenText } from '#lib/discussion/screening/screen-text.server.ts';
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
  { body, parentId = null, anchor: given = null, nonce = null }: Input,
  { author, now }: { author: Actor; now: Date },
): Promise<Written> {
  await refuseReadOnly();
  const target = parentId ? await findTarget(slug, parentId, author) : null;
  const { thread, siteRules, standing } = await findThread(slug, target, { author, body, now });
  if (target) refuseTooEarly(target, thread, now);
  const dayFullUntil = await findDayFull(author.id, { standing, siteRules }, now);
  await spendTogether([
    ['comment-pace', author.id],
    ['comment-volume', author.id],
  ]);
  // After the limits, because it may search the whole verdict.
  const anchor = given && (await findPassage(slug, given));
  const mentioned = await findMentioned(body, author.id);
  const { html, plain } = renderText(body, mentioned);
  const screening = screenText({ body, html: plain, standing, siteRules, thread, dayFullUntil }, now);
  const mentions = mentioned.map(({ id }) => id);
  const text = { body, html, anchor, nonce, mentions };
  const place = placeBelow(target);
  const post = { verdictId: thread.verdictId, slug, authorId: author.id, place, ...text, now };
  const written = await writeScreened(post, screening);
  countAccepted('comment');
  publishTyped(slug, author.id);
  await publishUnreadCounts(written.notified);
  if (screening) await reportCaseChanged(written.id);
  return written;
}

/** The passage with its place and words in the current version. @throws Refusal `anchor-not-found` */
async function findPassage(slug: string, given: AnchorInput): Promise<StoredAnchor> {
  const verdict = await findVerdict(slug);
  const isOlder = 'version' in given && given.version < verdict.version;
  const before = isOlder ? await findContent(verdict.id, given.version) : null;
  const found = isOlder && !before ? null : completeAnchor(given, verdict, before ?? undefined);
  if (found) return found;
  const message = isOlder ? { message: VERDICT_EDITED } : {};
  throw new Refusal('anchor-not-found', { field: 'anchor', ...message });
}
