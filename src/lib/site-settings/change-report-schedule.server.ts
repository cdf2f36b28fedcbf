import type { RequestContext } from '#lib/request-context.ts';
import { requireAdmin } from '#lib/actor.ts';
import { forgetSiteSettings } from './find-site-settings.server.ts';
import type { ReportSchedule } from './site-settings.ts';
import { writeSettings } from './site-settings.store.server.ts';

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function changeReportSchedule(
  schedule: Omit<ReportSchedule, 'reportScheduledSince'>,
  { actor, now }: RequestContext,
): Promise<void> {
  requireAdmin(actor);
  await writeSettings({ ...schedule, reportScheduledSince: now.toISOString() }, now);
  forgetSiteSettings();
}
