const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Beyond this the date says more than "5 weeks ago". */
const RELATIVE_FOR = 30 * DAY;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/**
 * "21 May 2026", in UTC. Not by Intl, because every page shows a date, and creating the first formatter takes a phone
 * 20 ms.
 */
export function longDate(at: string | number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** "21 May 2026 at 12:00", in `timeZone` (default: the reader's). */
export function dateAndTime(at: string, timeZone?: string): string {
  return formatted(at, { dateStyle: 'long', timeStyle: 'short', timeZone });
}

const clockTimes = { hour: '2-digit', minute: '2-digit' } as const;

/** "14:05", rounded up to a full minute, in `timeZone` (default: the reader's). */
export function clockTime(at: string, timeZone?: string): string {
  const minute = Math.ceil(Date.parse(at) / MINUTE) * MINUTE;
  return formatted(minute, { ...clockTimes, timeZone });
}

// Creating a formatter takes about 25 times as long as using it: one for each comment was a third of a page's work.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(at: string | number, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', options);
  formats.set(key, format);
  return format.format(new Date(at));
}

/** "5 minutes ago"; both in milliseconds since 1970. The future is "just now". */
export function timeAgo(at: number, now: number): string {
  const age = now - at;
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return relative.format(-Math.floor(age / MINUTE), 'minute');
  if (age < DAY) return relative.format(-Math.floor(age / HOUR), 'hour');
  if (age < RELATIVE_FOR) return relative.format(-Math.floor(age / DAY), 'day');
  return longDate(at);
}
