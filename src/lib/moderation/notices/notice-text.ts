import type { NoticeView } from '#lib/notices/notice-view.ts';
import { DESK_NOTICES, type NoticeKind } from '#lib/notices/notice.ts';
import { longDate } from '#lib/ui/relative-time.ts';
import { whyNotAppeal } from '#lib/moderation/appeals/appeal.ts';
import type { DecisionKind } from '#lib/moderation/cases/case.ts';
import {
  DECISION_REASON_LABELS,
  RULES,
  ruleAddress,
  type DecisionReason,
  type ReportReason,
} from '#lib/moderation/reports/reason.ts';

export interface NoticeText {
  title: string;
  /** `href`: of the rule, if the reason names one. */
  why: { reason: string; rule: string | null; href: string | null } | null;
  /** What the reader can do or expect. */
  next: string | null;
  /** Where the reader can decide, as an admin. */
  desk: { href: string; label: string } | null;
}

const RESTRICTED = {
  comment: 'comment',
  vote: 'vote or rate',
  everything: 'do anything except read',
} as const;

type Sentence = (notice: NoticeView) => { title: string; next?: string };

const SENTENCES: Record<NoticeKind, Sentence> = {
  held: () => ({
    title: 'A moderator must approve your comment.',
    next: 'Until then, only you and moderators can see it.',
  }),
  let_in: () => ({ title: 'Your comment is published.' }),
  hidden: ({ data }) => ({
    title: 'Your comment is hidden until a moderator reviews it.',
    ...(data.reason === 'by_weight'
      ? { next: 'Several readers reported it. Edit it once to restore it.' }
      : {}),
  }),
  removed: () => ({ title: 'A moderator removed your comment.' }),
  restored: () => ({ title: 'Your comment is visible again.' }),
  warned: () => ({
    title: 'A moderator warned you.',
    next: 'If you break the rule again, you may be blocked from commenting.',
  }),
  restricted: ({ data: { scope = 'comment', until = null } }) => ({
    title: `You can’t ${RESTRICTED[scope]} ${until === null ? 'any more' : `until ${longDate(until)}, ${until.slice(11, 16)} UTC`}.`,
    ...(until === null ? {} : { next: 'It ends automatically.' }),
  }),
  lifted: ({ data: { scope = 'comment' } }) => ({
    title: `You can ${scope === 'everything' ? 'do everything' : RESTRICTED[scope]} again.`,
  }),
  reply: (notice) => ({ title: `${who(notice)} replied to you${often(notice)}.` }),
  report_outcome: ({ data }) => ({
    title: `A moderator reviewed your report. ${REPORT_OUTCOMES[data.outcome ?? 'ignored']}`,
  }),
  mention: (notice) => ({ title: `${who(notice)} mentioned you.` }),
  new_in_branch: (notice) => ({
    title: `${who(notice)} commented in a branch that you follow${often(notice)}.`,
  }),
  new_in_verdict: (notice) => ({
    title: `${who(notice)} commented on a verdict that you follow${often(notice)}.`,
  }),
  new_by_person: (notice) => ({ title: `${who(notice)}, whom you follow, commented${often(notice)}.` }),
  challenge_outcome: ({ data }) => ({
    title: `The operator decided your challenge. ${CHALLENGE_OUTCOMES[data.outcome ?? 'upheld']}`,
  }),
  authorship_outcome: ({ data }) => AUTHORSHIP_OUTCOMES[data.outcome ?? 'rejected']!,
  challenge_waiting: (notice) => ({
    title: `${who(notice)} challenges a passage with a source.`,
    next: 'Readers on both sides find the comment helpful. Decide if the verdict stays as it is.',
  }),
  authorship_waiting: () => ({
    title: 'A reader says that they wrote a paper.',
    next: 'They have confirmed an address. Check if it is the author’s, then approve or reject them.',
  }),
  appeal_outcome: ({ data }) => ({
    title: `Your appeal was decided. ${APPEAL_OUTCOMES[data.outcome ?? 'upheld']}`,
  }),
};

/** "ada", "ada and grace", "ada and 4 others". */
function who({ people }: NoticeView): string {
  const [first = 'Someone', second, ...more] = people;
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first} and ${more.length + 1} others`;
}

const often = ({ count, people }: NoticeView) =>
  count > Math.max(1, people.length) ? ` (${count} comments)` : '';

const REPORT_OUTCOMES: Record<string, string> = {
  upheld: 'They agreed and acted.',
  rejected: 'They found that the comment follows the rules.',
  ignored: 'They left the comment as it is.',
};

const APPEAL_OUTCOMES: Record<string, string> = {
  upheld: 'Another moderator upheld the decision.',
  overturned: 'Another moderator overturned the decision.',
  reason_changed: 'Another moderator upheld the decision for another reason.',
};

const CHALLENGE_OUTCOMES: Record<string, string> = {
  upheld: 'The verdict stays as it is.',
  amended: 'The verdict was amended.',
  withdrawn: 'The passage was withdrawn.',
};

const AUTHORSHIP_OUTCOMES: Record<string, { title: string; next?: string }> = {
  approved: {
    title: 'An admin confirmed that you wrote the paper.',
    next: 'You can mark one of your comments on its verdict as the author’s reply, under “More”.',
  },
  rejected: { title: 'An admin could not confirm that you wrote the paper.' },
  revoked: { title: 'An admin no longer lists you as an author of the paper.' },
};

export function noticeText(notice: NoticeView): NoticeText {
  const { title, next = null } = SENTENCES[notice.kind](notice);
  return { title, why: whyOf(notice), next, desk: deskOf(notice) };
}

/** The desk of a notice that asks for a decision; null: it asks for none. */
function deskOf({ kind, comment }: NoticeView): NoticeText['desk'] {
  if (kind === 'challenge_waiting')
    return { href: `${DESK_NOTICES[kind]}#challenge-${comment?.id}`, label: 'Review the challenge' };
  if (kind === 'authorship_waiting') return { href: DESK_NOTICES[kind], label: 'Check the request' };
  return null;
}

export function noteLabel({ kind }: NoticeView): string {
  const isOperators = kind === 'challenge_outcome' || kind === 'authorship_outcome';
  return isOperators ? 'Note from the operator' : 'Message from the moderator';
}

function whyOf({ data: { reason } }: NoticeView): NoticeText['why'] {
  if (!reason || !(reason in DECISION_REASON_LABELS)) return null;
  const known = reason as DecisionReason;
  const rule = RULES[known as ReportReason] ?? null;
  const href = rule && ruleAddress(known as ReportReason);
  return { reason: DECISION_REASON_LABELS[known], rule, href };
}

/** Notices about a decision on their reader. */
const ABOUT_READER: ReadonlySet<NoticeKind> = new Set(['removed', 'warned', 'restricted']);

/** @param now milliseconds */
export function mayAppeal({ kind, decision }: NoticeView, now: number): boolean {
  if (!decision || !ABOUT_READER.has(kind)) return false;
  const facts = {
    kind: decision.kind as DecisionKind,
    subjectId: 'reader',
    createdAt: new Date(decision.at),
    undone: false,
    appealed: decision.appeal !== null,
  };
  return whyNotAppeal(facts, 'reader', new Date(now)) === null;
}
