import type { ReportSchedule } from '#lib/site-settings/site-settings.ts';
import type { IssueView } from '../issues/issue-view.ts';
import type { IssueState, SkipReason } from '../issues/issue.ts';

/** What the admin's report page shows. Times are ISO 8601. */
export interface ReportPanel {
  issue: {
    version: number;
    state: Exclude<IssueState, 'skipped'>;
    introduction: string;
    /** Includes omitted items. */
    everything: IssueView;
    readers: IssueView;
    since: string;
    composedAt: string;
    /** Null for a draft. */
    progress: ProgressView | null;
  } | null;
  subscribers: { confirmed: number; pending: number };
  elsewhere: boolean;
  schedule: ReportSchedule;
  next: string | null;
  /** The last week in which the schedule sent nothing, unless an issue was sent since. */
  skipped: { at: string; reason: SkipReason } | null;
  sent: { n: number; at: string; recipients: number; sent: number; failed: number }[];
  testTo: string | null;
}

export interface ProgressView {
  recipients: number;
  sent: number;
  failed: number;
  left: number;
}

/** Mails dropped because their reader has unsubscribed since sending started. */
export function droppedOf({ recipients, sent, failed, left }: ProgressView): number {
  return recipients - sent - failed - left;
}
