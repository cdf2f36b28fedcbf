import type { CommentView } from '#lib/live/events.ts';

export interface CommentPage {
  items: CommentView[];
  next: string | null;
  /** The verdict's seq, for `changes?since=`. Read before the items, so they may be newer. */
  seq: number;
  /** By id of each top-level comment with more replies: the cursor for `/comments/{id}/replies`. */
  moreReplies: Record<string, string>;
}
