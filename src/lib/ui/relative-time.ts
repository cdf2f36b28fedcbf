const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Beyond a month "5 weeks ago" says less than the date. */
const RELATIVE_FOR = 30 * DAY;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "21 May 2026". A bare date (YYYY-MM-DD) is the same day everywhere; an instant is read in `timeZone`. */
export function longDate(at: string | number, timeZone = 'UTC'): string {
  return new Date(at).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  });
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
