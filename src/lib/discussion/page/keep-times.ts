import type { Clock } from '#lib/ui/clock.svelte.ts';
import { dateAndTime, timeAgo } from '#lib/ui/relative-time.ts';

/** Keeps the ages of the comments right as time passes, with the reader's own time as a title. For an attachment. */
export function keepTimes(thread: Element, clock: Clock): void {
  const { now } = clock;
  for (const time of thread.querySelectorAll<HTMLTimeElement>('time:not([data-clock])')) {
    const age = timeAgo(Date.parse(time.dateTime), now);
    if (time.textContent !== age) time.textContent = age;
    if (time.title === '') time.title = dateAndTime(time.dateTime);
  }
}
