import type { Actor } from '#lib/actor.ts';
import type { ThreadComment, ThreadChange } from '#lib/discussion/status/change-thread.server.ts';
import type { NewNotice, NoticeData, NoticeKind } from '#lib/notices/notice.ts';
import { Refusal } from '#lib/refusal.ts';
import type { CaseRow } from '#lib/moderation/cases/case.store.server.ts';
import type { DecideInput } from '../moderation-input.ts';
import type { Before } from './decision.store.server.ts';
import type { DecisionReason } from '#lib/moderation/reports/reason.ts';
import { moved, type Move } from '#lib/discussion/status/transitions.ts';

/** All that a decision on a case has before it, in its transaction, with the thread locked. */
export interface Sitting {
  thread: ThreadChange;
  comment: ThreadComment;
  row: CaseRow;
  /** Whether it was open when the thread was locked. */
  open: boolean;
  input: DecideInput;
  reason: DecisionReason;
  moderator: Actor;
  now: Date;
}

/** What a decision came to; `decide-case.server.ts` writes it down. */
export interface Ruling {
  /** What becomes of the open reports; null: the case goes on. */
  closes: 'upheld' | 'rejected' | 'ignored' | null;
  before: Before;
  notices: Pick<NewNotice, 'userId' | 'kind' | 'data' | 'commentId'>[];
  /** The rest of a branch that was removed as a whole. */
  parts?: { comment: ThreadComment; before: Before }[];
  /** Open cases on those, closed with this one. */
  cases?: string[];
}

/** Moves the comment as the table allows. @throws Refusal `not-possible-now` */
export async function step({ thread, comment, moderator }: Sitting, move: Move): Promise<void> {
  const { role } = moderator;
  const next = moved(comment, move, role === 'reader' ? 'reader' : role);
  if (!next) throw new Refusal('not-possible-now');
  if (next.moderated !== comment.moderated) await thread.move(comment, next.moderated);
}

/** Tells the comment's author. */
export function toAuthor({ comment, reason, input }: Sitting, kind: NoticeKind, more: NoticeData = {}) {
  const data = { reason, ...(input.note ? { note: input.note } : {}), ...more };
  return { userId: comment.authorId, kind, commentId: comment.id, data };
}
