import type { Actor } from '#lib/actor.ts';
import type { CommentStatus } from '#lib/live/events.ts';

/** The noun and its limits. Pure: imported by pages, rules and stores alike. */

/** Characters. Long enough for a careful argument, short enough that a thread stays a conversation. */
export const MAX_BODY = 10_000;
/** Below this, an indented line is too narrow to read on a phone. */
export const MAX_DEPTH = 8;
/** Milliseconds. A day to mend what was written; later, others have answered it. */
export const EDIT_WINDOW = 24 * 60 * 60 * 1000;
/**
 * Edits of one comment. Each keeps the replaced text, and moderators and readers get the whole history in one piece:
 * 50 texts of 10,000 characters are half a megabyte.
 */
export const MAX_EDITS = 50;
/** Top-level comments on a page, and how many replies come with each. */
export const PAGE_SIZE = 50;
export const FIRST_REPLIES = 10;
/** Replies fetched at once by "more replies". */
export const MORE_REPLIES = 50;

export const SORTS = ['common-ground', 'newest', 'oldest', 'top'] as const;
export type Sort = (typeof SORTS)[number];
export const DEFAULT_SORT: Sort = 'newest';

/** What the rules need of a comment. */
export interface CommentFacts {
  authorId: string;
  status: CommentStatus;
  createdAt: Date;
}

/** Text that only its author and moderators may see: it waits, or is under review. */
const WITHHELD: ReadonlySet<CommentStatus> = new Set(['pending', 'hidden']);

/**
 * May `asker` read the text? Everybody what is visible; its author and moderators what is withheld; moderators what
 * was removed; nobody what its author took back.
 */
export function mayRead(
  { status, authorId }: Pick<CommentFacts, 'status' | 'authorId'>,
  asker: Actor | null,
): boolean {
  if (status === 'visible') return true;
  if (status === 'withdrawn' || !asker) return false;
  const moderates = asker.role !== 'reader';
  return moderates || (WITHHELD.has(status) && asker.id === authorId);
}

/** Does it stand in the thread for `asker`, as itself or as a tombstone that holds its replies? */
export function keepsPlace(
  comment: Pick<CommentFacts, 'status' | 'authorId'> & { replies: number },
  asker: Actor | null,
): boolean {
  return comment.replies > 0 || mayRead(comment, asker);
}
