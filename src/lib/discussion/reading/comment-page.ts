import type { CommentView } from '#lib/live/events.ts';

/** A page of a thread, as the API answers it and the page is rendered with. */
export interface CommentPage {
  /** Flat, in reading order: each top-level comment followed by its first replies. */
  items: CommentView[];
  /** Cursor of the next page of top-level comments. */
  next: string | null;
  /** The verdict's seq: no older than any item. What `changes?since=` is asked with. */
  seq: number;
  /** For top-level comments with more replies than these: the cursor for `/comments/{id}/replies`. */
  moreReplies: Record<string, string>;
}
