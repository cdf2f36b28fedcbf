import type { Actor } from '#lib/actor.ts';
import type { Mine } from '#lib/live/events.ts';
import type { RefusalCode } from '#lib/refusal.ts';
import { EDIT_WINDOW, MAX_EDITS, type CommentFacts } from './comment.ts';
import { isMovable } from './status/transitions.ts';

/** Each rule returns why an act isn't possible, or null. The server and the page's buttons use the same rules. */

export function whyNotReply(target: Pick<CommentFacts, 'status'>): RefusalCode | null {
  return target.status === 'visible' ? null : 'parent-gone';
}

/** Replies in a reported part of the thread must wait until `replyAllowedAt` (see heat.ts). */
export function whyNotReplyYet(replyAllowedAt: number, now: Date): RefusalCode | null {
  return replyAllowedAt > now.getTime() ? 'too-hot' : null;
}

/**
 * A comment's version is its number of edits plus 1. `mayEditBack`: reports hid it, and one edit restores it, at any
 * age and after any number of edits.
 */
export function whyNotEdit(
  comment: CommentFacts & { version: number; mayEditBack?: boolean },
  actor: Actor | null,
  now: Date,
): RefusalCode | null {
  if (!actor) return 'sign-in-first';
  if (comment.authorId !== actor.id) return 'not-yours';
  if (comment.mayEditBack) return null;
  if (comment.status !== 'visible') return 'comment-not-found';
  if (now.getTime() - comment.createdAt.getTime() > EDIT_WINDOW) return 'too-late-to-edit';
  return comment.version > MAX_EDITS ? 'edited-too-often' : null;
}

export function whyNotWithdraw(comment: CommentFacts, actor: Actor | null): RefusalCode | null {
  if (!actor) return 'sign-in-first';
  if (comment.authorId !== actor.id) return 'not-yours';
  return comment.status === 'withdrawn' || isMovable(comment.status, 'withdraw') ? null : 'comment-not-found';
}

export function whyNotReport(comment: CommentFacts, actor: Actor | null): RefusalCode | null {
  if (!actor) return 'sign-in-first';
  if (comment.status !== 'visible') return 'comment-not-found';
  return comment.authorId === actor.id ? 'own-report' : null;
}

export function whyNotRate(comment: CommentFacts, actor: Actor | null): RefusalCode | null {
  if (!actor) return 'sign-in-first';
  if (comment.status !== 'visible') return 'comment-not-found';
  return comment.authorId === actor.id ? 'own-comment' : null;
}

/** Someone whose vote has changed says that it changed their mind. */
export function whyNotCredit(
  comment: Pick<CommentFacts, 'authorId' | 'status'>,
  actor: Actor | null,
): RefusalCode | null {
  if (!actor) return 'sign-in-first';
  if (comment.status !== 'visible') return 'comment-not-found';
  return comment.authorId === actor.id ? 'own-credit' : null;
}

/** Ratings before the source. The badge needs more from each camp, so readers of both have rated it with the source. */
const MOST_RATINGS_BEFORE = 3;

/** Its author names a source against the passage that it is about. */
export function whyNotChallenge(
  comment: Pick<CommentFacts, 'authorId' | 'status'> & {
    anchor: unknown;
    challenge: unknown;
    helpful: number;
    notHelpful: number;
  },
  actor: Actor | null,
): RefusalCode | null {
  if (!actor) return 'sign-in-first';
  if (comment.authorId !== actor.id) return 'not-yours';
  if (comment.status !== 'visible') return 'comment-not-found';
  if (!comment.anchor) return 'passage-needed';
  if (comment.challenge) return null;
  return comment.helpful + comment.notHelpful > MOST_RATINGS_BEFORE ? 'rated-without-source' : null;
}

/** Which buttons a reader gets on a comment. The server and the page decide it by the same rules. */
export function permissionsOn(
  comment: CommentFacts & { version: number; mayEditBack?: boolean },
  actor: Actor,
  now: Date,
): Pick<Mine, 'canEdit' | 'canWithdraw' | 'canRate'> {
  return {
    canEdit: whyNotEdit(comment, actor, now) === null,
    canWithdraw: comment.status !== 'withdrawn' && whyNotWithdraw(comment, actor) === null,
    canRate: whyNotRate(comment, actor) === null,
  };
}
