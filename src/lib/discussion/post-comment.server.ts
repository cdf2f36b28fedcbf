import type { z } from 'zod';
import { signedIn, type Actor } from '#lib/actor.ts';
import { spendTogether } from '#lib/limits.server.ts';
import type { Anchor, CommentView } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import { findVerdict, findVerdictHead } from '#lib/verdicts/find-verdict.server.ts';
import { DuplicateNonce, insertComment } from './change.store.server.ts';
import type { postInput } from './comment-input.ts';
import { findByNonce, readComment } from './comment.store.server.ts';
import { findComment, type Asking } from './find-comment.server.ts';
import { renderMarkdown } from './markdown.server.ts';
import { placeBelow, type Place } from './placement.ts';
import { publishChange } from './publish-change.server.ts';
import { whyNotReply } from './rules.ts';
import { quoted } from './anchor.ts';

export interface Posted {
  comment: CommentView;
  /** False where this nonce was posted before: then it is the comment of the first time. */
  created: boolean;
}

/**
 * Posts a comment on a verdict, or a reply below `parentId`.
 * @throws Refusal `sign-in-first`, `verdict-not-found`, `parent-gone`, `anchor-not-found`, `rate-limited`
 */
export async function postComment(
  slug: string,
  input: z.output<typeof postInput>,
  asking: Asking,
): Promise<Posted> {
  const author = signedIn(asking.actor);
  const verdict = await findVerdictHead(slug);
  const place = await placeFor(verdict.id, input.parentId ?? null, author);
  const anchor = await checkedAnchor(slug, input.anchor ?? null);
  try {
    await spendTogether(['comment-pace', 'comment-volume'], author.id);
    const { body, nonce = null } = input;
    const html = renderMarkdown(body);
    const written = await insertComment({
      verdictId: verdict.id,
      authorId: author.id,
      place,
      body,
      html,
      anchor,
      nonce,
      now: asking.now,
    });
    await publishChange({ id: verdict.id, slug }, written);
    return { comment: await findComment(written.id, asking), created: true };
  } catch (fault) {
    const first = input.nonce && isRepeat(fault) ? await findByNonce(author.id, input.nonce) : null;
    if (!first) throw fault;
    return { comment: await findComment(first, asking), created: false };
  }
}

/** A lost answer sent again meets its own pace limit before it meets its nonce; it is still the first comment's answer. */
function isRepeat(fault: unknown): boolean {
  return fault instanceof DuplicateNonce || (fault instanceof Refusal && fault.code === 'rate-limited');
}

async function placeFor(verdictId: string, parentId: string | null, author: Actor): Promise<Place> {
  if (!parentId) return placeBelow(null);
  const target = await readComment(parentId, author);
  if (!target || target.verdictId !== verdictId) throw new Refusal('parent-gone');
  const why = whyNotReply(target);
  if (why) throw new Refusal(why);
  return placeBelow(target);
}

async function checkedAnchor(slug: string, anchor: Anchor | null): Promise<Anchor | null> {
  if (!anchor) return null;
  const { sections } = await findVerdict(slug);
  if (!quoted(sections, anchor)) throw new Refusal('anchor-not-found', { field: 'anchor' });
  return anchor;
}
