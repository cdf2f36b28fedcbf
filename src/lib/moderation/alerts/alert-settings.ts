import { localTime } from '#lib/notices/delivery/local-time.ts';

/** When a moderator who is away is told about the queue. */
export interface AlertSettings {
  mail: boolean;
  push: boolean;
  /** As soon as a case with a grave reason opens. */
  grave: boolean;
  /** Once any case has been open for this number of hours; null: not. */
  waitHours: number | null;
  /** Hours of the day; null: none. */
  quiet: { from: number; to: number } | null;
}

export const NO_ALERTS: AlertSettings = {
  mail: false,
  push: false,
  grave: true,
  waitHours: null,
  quiet: null,
};

export const WAIT_HOURS = [1, 2, 4, 8, 24, 72] as const;

/** `from` the first hour to the one before `to`; across midnight too. Equal hours are the whole day. */
export function isQuiet(quiet: AlertSettings['quiet'], now: Date, zone: string): boolean {
  if (!quiet) return false;
  const { from, to } = quiet;
  const { hour } = localTime(now, zone);
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}
