import type { CommentView } from '#lib/live/events.ts';
import type { CommentDecisionKind } from '#lib/moderation/cases/case.ts';

/** With a nonce for each form. */
export interface LoadedComment {
  moderated: ModeratedComment;
  nonces: Record<CommentDecisionKind | 'undo', string>;
}

/** What a moderator sees who decides on a comment in its thread. */
export interface ModeratedComment {
  comment: CommentView;
  locked: { thread: boolean; branch: boolean };
  decisions: CommentDecisionKind[];
  /** Why this moderator can't decide, as a sentence. */
  barred: string | null;
  /** Its open case. */
  openCase: {
    id: string;
    reportCount: number;
    /** The most frequent of its reports. */
    reason: string | undefined;
    leaseHolder: string | null;
  } | null;
}
