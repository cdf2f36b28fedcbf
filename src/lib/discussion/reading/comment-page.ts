import type { CommentView } from '#lib/live/events.ts';

/** The replies that follow those on a page. */
export interface Following {
  /** Of the first of them. */
  parentId: string;
  /** At most `COUNTED_REPLIES`, which means that many or more. */
  count: number;
}

export interface CommentPage {
  items: CommentView[];
  next: string | null;
  /** The verdict's seq, for `changes?since=`. Read before the items, so they may be newer. */
  seq: number;
  /** By id of each top-level comment with more replies: the cursor for `/comments/{id}/replies`. */
  moreReplies: Record<string, string>;
  /** By the same ids. */
  following: Record<string, Following>;
}
