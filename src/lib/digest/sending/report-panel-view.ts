import type { ReportSchedule } from '#lib/site-settings/site-settings.ts';
import type { IssueView } from '../issues/issue-view.ts';
import type { IssueState, SkipReason } from '../issues/issue.ts';

/** What the admin's page of the report shows. Times are ISO 8601. */
export interface ReportPanel {
  /** The issue that is being prepared or sent. */
  issue: {
    version: number;
    state: Exclude<IssueState, 'skipped'>;
    introduction: string;
    /** With the items that are left out. */
    everything: IssueView;
    /** As readers would get it. */
    readers: IssueView;
    since: string;
    composedAt: string;
    /** Null for a draft. */
    progress: ProgressView | null;
  } | null;
  subscribers: { confirmed: number; pending: number };
  /** Issues are sent by beehiiv. */
  elsewhere: boolean;
  schedule: ReportSchedule;
  /** The next scheduled hour. */
  next: string | null;
  /** The last week in which the schedule sent nothing, unless an issue was sent since. */
  skipped: { at: string; reason: SkipReason } | null;
  sent: { n: number; at: string; recipients: number; sent: number; failed: number }[];
  /** The admin's own confirmed address. */
  testTo: string | null;
}

export interface ProgressView {
  recipients: number;
  sent: number;
  failed: number;
  left: number;
}

/** Those whose mail was dropped, because they have unsubscribed since sending started. */
export function droppedOf({ recipients, sent, failed, left }: ProgressView): number {
  return recipients - sent - failed - left;
}
