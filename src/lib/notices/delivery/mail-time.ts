import type { MailSchedule } from './delivery-settings.ts';
import { instantOf, localTime, type LocalTime } from './local-time.ts';

/** Milliseconds for which notices are collected: a burst of replies is one email. */
export const BURST = 2 * 60_000;

/** The reader's hour of daily and weekly emails: in the morning, because it is read then. Weekly ones on Mondays. */
const MAIL_HOUR = 8;
const MONDAY = 1;

/** When a notice of this time is emailed; null: never. */
export function mailTimeOf(schedule: MailSchedule, at: Date, zone: string): Date | null {
  if (schedule === 'never') return null;
  if (schedule === 'immediately') return new Date(at.getTime() + BURST);
  const local = localTime(at, zone);
  const today = local.hour < MAIL_HOUR ? 0 : 1;
  const days = schedule === 'daily' ? today : daysUntilMonday(local);
  return instantOf({ ...local, day: local.day + days, hour: MAIL_HOUR }, zone);
}

function daysUntilMonday({ weekday, hour }: LocalTime): number {
  const days = (MONDAY - weekday + 7) % 7;
  return days === 0 && hour >= MAIL_HOUR ? 7 : days;
}
