import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';
import type { VerdictListItem } from '#lib/verdicts/list/list-item-view.ts';
import { verdictView, type VerdictView } from '#lib/verdicts/verdict-view.ts';
import type { FeedbackView } from '#lib/feedback/feedback-view.ts';
import type { QueueItem } from '#lib/live/events.ts';
import type { MailView } from '#lib/mail/admin/mail-view.ts';
import type { CaseDecision, CaseReport, RestrictionView } from '#lib/moderation/cases/case.ts';
import type { NoticeView } from '#lib/notices/notice-view.ts';
import { verdictText } from './verdict-text.ts';

// What pages get from the server, built without one. Tests and /components change only the fields they are about.

const AT = '2026-05-21T12:00:00.000Z';

/** The verdict of `text`, freshly published, with `votes` on its claims in order. */
export function verdictFrom(
  text: string,
  { votes = [], ...more }: Partial<VerdictView> & { votes?: [agree: number, disagree: number][] } = {},
): VerdictView {
  const content = parseVerdict(text);
  const claims = content.claims.map(({ kind, label, detail }, i) => {
    const [agree, disagree] = votes[i] ?? [0, 0];
    return { id: `claim-${i}`, kind, label, detail, agree, disagree, counted: 1, minds: null };
  });
  const row = {
    ...{ id: 'v', slug: 'v', version: 1, seq: 0, tallyVersion: 1, commentCount: 0, locked: false },
    ...{ modelSlug: null, feedSlug: null },
    ...{
      state: 'published' as const,
      stateNote: null,
      stateAt: null,
      edition: null,
      blindUntil: null,
      content,
      claims,
    },
  };
  return { ...verdictView(row, 0), ...more };
}

export function verdictOf(title: string, more: Parameters<typeof verdictFrom>[1] = {}): VerdictView {
  return verdictFrom(verdictText(title), more);
}

/** The same verdict in a list. */
export function listItemOf(verdict: VerdictView): VerdictListItem {
  return { ...verdict, classifications: verdict.claims.filter(({ kind }) => kind === 'classification') };
}

export function queueItem(id: string, more: Partial<QueueItem> = {}): QueueItem {
  return {
    id,
    kind: 'reports',
    weight: 1,
    reportCount: 1,
    requestCount: 0,
    reasons: [{ reason: 'spam', count: 1 }],
    openedAt: AT,
    version: 1,
    leaseHolder: null,
    leasedUntil: null,
    author: 'mallory',
    comment: null,
    ...more,
  };
}

export function caseReport(id: string, more: Partial<CaseReport> = {}): CaseReport {
  return {
    id,
    reason: 'spam',
    note: null,
    body: 'Buy my course.',
    version: 1,
    reporter: 'grace',
    weight: 1,
    counts: true,
    state: 'open',
    createdAt: AT,
    ...more,
  };
}

export function caseDecision(id: string, more: Partial<CaseDecision> = {}): CaseDecision {
  return {
    id,
    kind: 'remove',
    reason: 'spam',
    note: null,
    moderator: 'mary',
    createdAt: AT,
    undone: false,
    ...more,
  };
}

export function restrictionView(id: string, more: Partial<RestrictionView> = {}): RestrictionView {
  return {
    id,
    username: 'mallory',
    scope: 'comment',
    until: '2026-06-21T12:00:00.000Z',
    reason: 'spam',
    createdAt: AT,
    liftedAt: null,
    active: true,
    ...more,
  };
}

export function noticeView(id: string, more: Partial<NoticeView> = {}): NoticeView {
  return {
    id,
    kind: 'reply',
    createdAt: AT,
    read: false,
    count: 1,
    people: ['grace'],
    data: {},
    comment: {
      id: 'c',
      verdict: 'v',
      title: 'On arguing with machines',
      author: 'grace',
      excerpt: 'Which machines listen?',
      root: 'c',
      muted: false,
    },
    decision: null,
    ...more,
  };
}

export function feedbackItem(id: string, more: Partial<FeedbackView> = {}): FeedbackView {
  return {
    id,
    kind: 'idea',
    message: 'Sort verdicts by score.',
    email: null,
    page: '/about',
    state: 'new',
    createdAt: AT,
    username: 'ada',
    ...more,
  };
}

export function mailItem(id: string, more: Partial<MailView> = {}): MailView {
  return {
    id,
    kind: 'confirm-email',
    to: 'ada@example.org',
    subject: 'Confirm your address',
    state: 'pending',
    held: false,
    attempts: 1,
    lastError: null,
    createdAt: AT,
    sentAt: null,
    ...more,
  };
}
