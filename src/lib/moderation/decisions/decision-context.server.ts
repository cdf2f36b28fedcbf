import type { Actor } from '#lib/actor.ts';
import type { ThreadComment, ThreadChange } from '#lib/discussion/status/change-thread.server.ts';
import { stateAfter, type Move } from '#lib/discussion/status/transitions.ts';
import type { CaseRow } from '#lib/moderation/cases/case.store.server.ts';
import type { DecideInput } from '#lib/moderation/moderation-input.ts';
import type { DecisionReason } from '#lib/moderation/reports/reason.ts';
import type { NewNotice, NoticeData, NoticeKind } from '#lib/notices/notice.ts';
import { Refusal } from '#lib/refusal.ts';
import type { Before } from './decision.store.server.ts';

export interface Decider {
  moderator: Actor;
  now: Date;
}

/** What a decision on a case works with: in its transaction, with the thread and the case locked. */
export interface DecisionContext extends Decider {
  thread: ThreadChange;
  comment: ThreadComment;
  row: CaseRow;
  open: boolean;
  input: DecideInput;
  reason: DecisionReason;
}

/** What a decision changed besides the comment's thread; `recordOutcome` writes it down. */
export interface DecisionOutcome {
  /** The new state of the open reports; null leaves them open. */
  reports: 'upheld' | 'rejected' | 'ignored' | null;
  before: Before;
  notices: Pick<NewNotice, 'userId' | 'kind' | 'data' | 'commentId' | 'subjectId'>[];
  /** Removing a branch: its other comments, and the open cases on them, which are now closed. */
  parts?: { comment: ThreadComment; before: Before }[];
  partCases?: string[];
}

/** @throws Refusal `not-possible-now` if the moderator may not make this move */
export async function moveComment(
  { thread, comment, moderator }: DecisionContext,
  move: Move,
): Promise<void> {
  const next = stateAfter(comment, move, moderator.role);
  if (!next) throw new Refusal('not-possible-now');
  if (next.moderated !== comment.moderated) await thread.move(comment, next.moderated);
}

export function noticeToAuthor({ comment, reason, input }: DecisionContext, kind: NoticeKind) {
  const data: NoticeData = { reason, ...(input.note && { note: input.note }) };
  return { userId: comment.authorId, kind, commentId: comment.id, data };
}
