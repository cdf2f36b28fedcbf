import type { NoticeView } from '#lib/notices/notice-view.ts';
import type { NoticeKind } from '#lib/notices/notice.ts';
import { longDate } from '#lib/ui/relative-time.ts';
import { whyNotAppeal } from '#lib/moderation/appeals/appeal.ts';
import type { DecisionKind } from '#lib/moderation/cases/case.ts';
import {
  DECISION_REASON_LABELS,
  RULES,
  type DecisionReason,
  type ReportReason,
} from '#lib/moderation/reports/reason.ts';

/** What an inbox says: a sentence for each notice, why, and what its reader can do. Pure: `now` is passed in. */
export interface NoticeText {
  title: string;
  /** The reason, and the rule behind it. */
  why: { reason: string; rule: string | null } | null;
  /** What can be done about it, or null. */
  next: string | null;
}

const RESTRICTED = {
  comment: 'comment',
  vote: 'vote or rate',
  everything: 'do anything here but read',
} as const;

type Say = (notice: NoticeView) => { title: string; next?: string };

const SAYS: Record<NoticeKind, Say> = {
  held: () => ({
    title: 'Your comment waits for a moderator.',
    next: 'Until then only you and moderators see it. There is nothing you have to do.',
  }),
  let_in: () => ({ title: 'Your comment was let in.' }),
  hidden: ({ data }) => ({
    title: 'Your comment is hidden until a moderator has looked at it.',
    ...(data.reason === 'by_weight'
      ? { next: 'Several readers reported it. You can edit it once: then everybody sees it again.' }
      : {}),
  }),
  removed: () => ({ title: 'A moderator removed your comment.' }),
  restored: () => ({ title: 'Your comment stands again.' }),
  warned: () => ({
    title: 'A moderator warned you.',
    next: 'Nothing else happens now. Another breach of the rule may cost you the right to comment.',
  }),
  restricted: ({ data: { scope = 'comment', until = null } }) => ({
    title: `You can’t ${RESTRICTED[scope]} ${until === null ? 'any more' : `until ${longDate(until)}, ${until.slice(11, 16)} UTC`}.`,
    ...(until === null ? {} : { next: 'It ends by itself then.' }),
  }),
  lifted: ({ data: { scope = 'comment' } }) => ({
    title: `You can ${scope === 'everything' ? 'do everything' : RESTRICTED[scope]} again.`,
  }),
  reply: ({ comment }) => ({ title: `${comment?.author ?? 'Somebody'} replied to you.` }),
  report_outcome: ({ data }) => ({
    title: `Your report was read. ${REPORT_OUTCOMES[data.outcome ?? 'ignored']}`,
  }),
  appeal_outcome: ({ data }) => ({
    title: `Your appeal was heard. ${APPEAL_OUTCOMES[data.outcome ?? 'upheld']}`,
  }),
};

const REPORT_OUTCOMES: Record<string, string> = {
  upheld: 'A moderator agreed, and acted.',
  rejected: 'A moderator found the comment within the rules.',
  ignored: 'A moderator looked, and left the comment as it is.',
};

const APPEAL_OUTCOMES: Record<string, string> = {
  upheld: 'Another moderator found the decision right; it stands.',
  overturned: 'Another moderator took the decision back.',
  reason_changed: 'The decision stands, for another reason.',
};

export function noticeText(notice: NoticeView): NoticeText {
  const { title, next = null } = SAYS[notice.kind](notice);
  return { title, why: whyOf(notice), next };
}

function whyOf({ data: { reason } }: NoticeView): NoticeText['why'] {
  if (!reason || !(reason in DECISION_REASON_LABELS)) return null;
  const known = reason as DecisionReason;
  return { reason: DECISION_REASON_LABELS[known], rule: RULES[known as ReportReason] ?? null };
}

/** Notices that tell somebody of a decision on themselves; a reporter's outcome names a decision on another. */
const ON_ONESELF: ReadonlySet<NoticeKind> = new Set(['removed', 'warned', 'restricted']);

/** Opens the appeal's form by the rule that the use case holds. @param now milliseconds */
export function mayAppeal({ kind, decision }: NoticeView, now: number): boolean {
  if (!decision || !ON_ONESELF.has(kind)) return false;
  const facts = {
    kind: decision.kind as DecisionKind,
    subjectId: 'reader',
    createdAt: new Date(decision.at),
    undone: false,
    appealed: decision.appeal !== null,
  };
  return whyNotAppeal(facts, 'reader', new Date(now)) === null;
}
