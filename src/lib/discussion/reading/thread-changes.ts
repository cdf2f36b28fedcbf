import type { ClaimTally, CommentView, RatingTally } from '#lib/live/events.ts';

/** The response to `changes?since=`. */
export interface ThreadChanges {
  /** The `since` of the next request: every earlier change is in this response or in an earlier one. */
  seq: number;
  comments: CommentView[];
  more: boolean;
  /** Too far behind, or a seq that this thread never had: reload the page. */
  reset: boolean;
  /** The verdict's tally version. With `tally` in the request, `claims` and `ratings` changed since then follow. */
  tally: number;
  total: number;
  claims?: ClaimTally[];
  ratings?: RatingTally[];
}
