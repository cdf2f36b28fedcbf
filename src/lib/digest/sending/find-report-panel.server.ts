import type { RequestContext } from '#lib/request-context.ts';
import { findEmail } from '#lib/accounts/email/find-email.server.ts';
import { requireAdmin } from '#lib/actor.ts';
import { findReportSchedule } from '#lib/site-settings/find-site-settings.server.ts';
import { readLastSkip, readUnfinished, type IssueRow } from '../issues/issue.store.server.ts';
import type { IssueView } from '../issues/issue-view.ts';
import { showIssue } from '../issues/show-issue.server.ts';
import { issuesGoElsewhere } from '../subscribers/beehiiv.server.ts';
import { countSubscribers } from '../subscribers/list-subscribers.server.ts';
import type { ReportPanel } from './report-panel-view.ts';
import { renderIssue } from './render-issue.server.ts';
import { nextSlot } from './schedule.ts';
import { readFixedMail, readProgress, readSent, type FixedMail } from './sending.store.server.ts';

const SENT = 10;

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function findReportPanel({ actor, now }: RequestContext): Promise<ReportPanel> {
  const me = requireAdmin(actor);
  const [issue, subscribers, schedule, skip, sent, address] = await Promise.all([
    readUnfinished(),
    countSubscribers(actor),
    findReportSchedule(),
    readLastSkip(),
    readSent(SENT),
    findEmail(me, now),
  ]);
  return {
    issue: issue && (await unfinishedView(issue)),
    subscribers: { confirmed: subscribers.confirmed, pending: subscribers.pending },
    elsewhere: issuesGoElsewhere(),
    schedule,
    next: nextSlot(schedule, now)?.toISOString() ?? null,
    skipped: skip && { at: skip.scheduledFor.toISOString(), reason: skip.reason },
    sent: sent.map(({ at, ...counts }) => ({ ...counts, at: at.toISOString() })),
    testTo: address.emailConfirmed ? address.email : null,
  };
}

async function unfinishedView(row: IssueRow): Promise<NonNullable<ReportPanel['issue']>> {
  const [everything, readers, progress] = await Promise.all([
    showIssue(row, { everything: true }),
    showIssue(row),
    row.state === 'draft' ? null : readProgress(row.id),
  ]);
  return {
    version: row.version,
    state: row.state,
    introduction: row.introduction,
    everything,
    readers,
    since: row.periodStart.toISOString(),
    composedAt: row.composedAt.toISOString(),
    progress,
  };
}

/** The mail of the unfinished issue, as sent or as it would be now. Null if there is none. */
export async function previewMail({ actor, now }: RequestContext): Promise<FixedMail | null> {
  requireAdmin(actor);
  const row = await readUnfinished();
  if (!row) return null;
  const fixed = row.state === 'draft' ? null : await readFixedMail(row.id);
  return fixed ?? renderPreview({ ...(await showIssue(row)), date: now.toISOString() });
}

/** A preview has no subscriber, so its unsubscribe link leads to the subscription page. */
export async function renderPreview(issue: IssueView): Promise<FixedMail> {
  return renderIssue(issue, '/report');
}
