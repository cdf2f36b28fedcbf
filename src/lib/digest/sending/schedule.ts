import type { ReportSchedule } from '#lib/site-settings/site-settings.ts';

/** When the weekly schedule sends. Pure. */

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

/** Milliseconds. An issue that was sent by hand within a day of the scheduled hour is that week's issue. */
export const RECENT = DAY;

/** The latest scheduled hour that is not after `now`. */
export function lastSlot({ reportWeekday, reportHour }: ReportSchedule, now: Date): Date {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const slot = today + ((reportWeekday - now.getUTCDay()) * DAY + reportHour * HOUR);
  return new Date(slot <= now.getTime() ? slot : slot - 7 * DAY);
}

/** The scheduled hour after `now`; null while the schedule is off. */
export function nextSlot(schedule: ReportSchedule, now: Date): Date | null {
  if (schedule.reportSchedule === 'off') return null;
  return new Date(lastSlot(schedule, now).getTime() + 7 * DAY);
}

/**
 * The scheduled hour that is due: the latest one, even if the site was down then. Never one from before the schedule
 * was set, so that turning it on sends nothing at once.
 */
export function dueSlot(schedule: ReportSchedule, now: Date): Date | null {
  if (schedule.reportSchedule === 'off') return null;
  const slot = lastSlot(schedule, now);
  return slot.getTime() > Date.parse(schedule.reportScheduledSince) ? slot : null;
}
