import { expect, test } from 'vitest';
import { dateAndTime, longDate, timeAgo } from './relative-time.ts';

const NOW = Date.parse('2026-05-21T12:00:00Z');
const ago = (ms: number) => timeAgo(NOW - ms, NOW);

test('an age is given in its largest whole unit', () => {
  expect(ago(59_999)).toBe('just now');
  expect(ago(60_000)).toBe('1 minute ago');
  expect(ago(59 * 60_000)).toBe('59 minutes ago');
  expect(ago(2 * 3_600_000)).toBe('2 hours ago');
  expect(ago(24 * 3_600_000)).toBe('yesterday');
});

test('after thirty days the date is shown', () => {
  expect(ago(29 * 86_400_000)).toBe('29 days ago');
  expect(ago(30 * 86_400_000)).toBe('21 April 2026');
});

test('a time from a clock that is ahead is never in the future', () => {
  expect(ago(-5 * 60_000)).toBe('just now');
});

test('a date is the same day in each time zone, an instant the day in UTC', () => {
  expect(longDate('2026-05-21')).toBe('21 May 2026');
  expect(longDate('2026-05-21T23:30:00Z')).toBe('21 May 2026');
});

test('an instant is formatted in the requested time zone', () => {
  expect(dateAndTime('2026-05-21T12:00:00Z', 'UTC')).toBe('21 May 2026 at 12:00');
  expect(dateAndTime('2026-05-21T23:30:00Z', 'Asia/Tokyo')).toBe('22 May 2026 at 08:30');
});
