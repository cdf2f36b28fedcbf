import type { Actor } from '#lib/actor.ts';
import type { CommentStatus } from '#lib/live/events.ts';

/** Characters. Long enough for a careful argument, short enough for a conversation. */
export const MAX_BODY = 10_000;
export const MAX_DEPTH = 8;
/** Milliseconds. After a day, others have replied to the text. */
export const EDIT_WINDOW = 24 * 60 * 60 * 1000;
/**
 * Edits of one comment. Each keeps the old text, and the history is sent in one response: 50 texts of 10,000
 * characters are half a megabyte.
 */
export const MAX_EDITS = 50;
export const PAGE_SIZE = 50;
export const FIRST_REPLIES = 10;
export const MORE_REPLIES = 50;
/** The replies that a page leaves out are counted up to here: more would take long, and say no more. */
export const COUNTED_REPLIES = 200;
/** An author's visible comments are counted up to here and shown as "1,000+": a million would take too long to count. */
export const COUNTED = 1_000;

export const SORTS = ['common-ground', 'newest', 'oldest', 'top'] as const;
export type Sort = (typeof SORTS)[number];
/** Counted votes of each camp from which comments are in the order of common ground unless another one is requested. */
const CAMP_VOTES = 10;

/** `smallerCamp`: votes on the headline claim of the side with fewer. */
export function usualSort(smallerCamp: number): Sort {
  return smallerCamp >= CAMP_VOTES ? 'common-ground' : 'newest';
}

export interface CommentFacts {
  authorId: string;
  status: CommentStatus;
  createdAt: Date;
}

/** Only the author and moderators may read these. */
const WITHHELD: ReadonlySet<CommentStatus> = new Set(['pending', 'hidden']);

/** Whether `actor` may read the text. Moderators also read removed comments; no one reads withdrawn ones. */
export function mayRead(
  { status, authorId }: Pick<CommentFacts, 'status' | 'authorId'>,
  actor: Actor | null,
): boolean {
  if (status === 'visible') return true;
  if (status === 'withdrawn' || !actor) return false;
  const moderates = actor.role !== 'reader';
  return moderates || (WITHHELD.has(status) && actor.id === authorId);
}

/** Whether `actor` sees it in the thread, as itself or as a tombstone above its replies. */
export function keepsPlace(
  comment: Pick<CommentFacts, 'status' | 'authorId'> & { replies: number },
  actor: Actor | null,
): boolean {
  return comment.replies > 0 || mayRead(comment, actor);
}

/** An author's number of visible comments. */
export function authored(count: number): string {
  return `${count.toLocaleString('en')}${count >= COUNTED ? '+' : ''}`;
}
