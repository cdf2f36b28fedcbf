const DAY = 24 * 60 * 60 * 1000;

/** "since 14:05", "since yesterday", "since Tuesday", "since 3 March". `timeZone`: undefined is the reader's. */
export function sinceText(at: string, now: number, timeZone?: string): string {
  const time = Date.parse(at);
  const format = (options: Intl.DateTimeFormatOptions, when = time) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(when);
  const day = (when: number) => format({ dateStyle: 'short' }, when);
  if (day(time) === day(now)) return `since ${format({ hour: '2-digit', minute: '2-digit' })}`;
  if (day(time) === day(now - DAY)) return 'since yesterday';
  if (now - time < 6 * DAY) return `since ${format({ weekday: 'long' })}`;
  if (now - time < 300 * DAY) return `since ${format({ day: 'numeric', month: 'long' })}`;
  return `since ${format({ day: 'numeric', month: 'long', year: 'numeric' })}`;
}
