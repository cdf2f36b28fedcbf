import type { ReportSchedule } from '#lib/site-settings/site-settings.ts';

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

/** Milliseconds. An issue sent by an admin within a day of the scheduled hour counts as that week's issue. */
export const RECENT = DAY;

export function lastSlot({ reportWeekday, reportHour }: ReportSchedule, now: Date): Date {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const slot = today + ((reportWeekday - now.getUTCDay()) * DAY + reportHour * HOUR);
  return new Date(slot <= now.getTime() ? slot : slot - 7 * DAY);
}

/** Null while the schedule is off. */
export function nextSlot(schedule: ReportSchedule, now: Date): Date | null {
  if (schedule.reportSchedule === 'off') return null;
  return new Date(lastSlot(schedule, now).getTime() + 7 * DAY);
}

/**
 * The due hour: the latest one, even if the site was down then. Never one before the schedule was set, so that
 * turning it on sends nothing at once.
 */
export function dueSlot(schedule: ReportSchedule, now: Date): Date | null {
  if (schedule.reportSchedule === 'off') return null;
  const slot = lastSlot(schedule, now);
  return slot.getTime() > Date.parse(schedule.reportScheduledSince) ? slot : null;
}
