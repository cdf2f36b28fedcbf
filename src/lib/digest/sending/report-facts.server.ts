import type { RequestContext } from '#lib/request-context.ts';
import { requireAdmin } from '#lib/actor.ts';
import { findReportSchedule } from '#lib/site-settings/find-site-settings.server.ts';
import { readUnfinished } from '../issues/issue.store.server.ts';
import type { IssueState } from '../issues/issue.ts';
import { issuesGoElsewhere } from '../subscribers/beehiiv.server.ts';
import { countSubscribers } from '../subscribers/list-subscribers.server.ts';
import { nextSlot } from './schedule.ts';

export interface ReportFacts {
  subscribers: number;
  issue: { n: number; state: IssueState } | null;
  next: Date | null;
  elsewhere: boolean;
}

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function reportFacts({ actor, now }: RequestContext): Promise<ReportFacts> {
  requireAdmin(actor);
  const [{ confirmed }, issue, schedule] = await Promise.all([
    countSubscribers(actor),
    readUnfinished(),
    findReportSchedule(),
  ]);
  return {
    subscribers: confirmed,
    issue: issue && { n: issue.n, state: issue.state },
    next: nextSlot(schedule, now),
    elsewhere: issuesGoElsewhere(),
  };
}
