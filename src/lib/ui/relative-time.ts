const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Beyond a month "5 weeks ago" says less than the date. */
const RELATIVE_FOR = 30 * DAY;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "21 May 2026". A bare date (YYYY-MM-DD) is the same day everywhere; an instant is read in `timeZone`. */
export function longDate(at: string | number, timeZone = 'UTC'): string {
  return written(at, { day: 'numeric', month: 'long', year: 'numeric', timeZone });
}

/** "21 May 2026 at 12:00", in `timeZone`, or where that is left out in the reader's own. */
export function dateAndTime(at: string, timeZone?: string): string {
  return written(at, { dateStyle: 'long', timeStyle: 'short', timeZone });
}

const clockTimes = { hour: '2-digit', minute: '2-digit' } as const;

/** "14:05", the first full minute that isn't before `at`, in `timeZone`; left out, in the reader's own. */
export function clockTime(at: string, timeZone?: string): string {
  const minute = Math.ceil(Date.parse(at) / MINUTE) * MINUTE;
  return written(minute, { ...clockTimes, timeZone });
}

// A formatter takes some twenty-five times as long to make as to use: made for every comment, they were a third of the
// work of a page.
const formats = new Map<string, Intl.DateTimeFormat>();

function written(at: string | number, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', options);
  formats.set(key, format);
  return format.format(new Date(at));
}

/** How long ago `at` was, as a person would say it; both in milliseconds since 1970. A clock ahead of ours is "just now". */
export function timeAgo(at: number, now: number): string {
  const age = now - at;
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return relative.format(-Math.floor(age / MINUTE), 'minute');
  if (age < DAY) return relative.format(-Math.floor(age / HOUR), 'hour');
  if (age < RELATIVE_FOR) return relative.format(-Math.floor(age / DAY), 'day');
  return longDate(at);
}
