import { expect, test } from 'vitest';
import { written, writtenAge, writtenRange, writtenTime } from './quantity.ts';

test.each([
  [0, 'count', '0'],
  [12345, 'count', '12,345'],
  [0.2, 'per-second', '0.2 a second'],
  [1234.5, 'per-second', '1,235 a second'],
  [0.01123, 'seconds', '11.2 ms'],
  [0, 'seconds', '0 ms'],
  [2.5, 'seconds', '2.5 s'],
  [0.934, 'share', '93 %'],
  [191_000_000, 'bytes', '191 MB'],
] as const)('%d as %s is written %s', (value, unit, text) => {
  expect(written(value, unit)).toBe(text);
});

test('a range has its unit once if both ends share it', () => {
  expect(writtenRange(0, 12, 'per-second')).toBe('From 0 to 12 a second');
  expect(writtenRange(0.02, 2, 'seconds')).toBe('From 20 ms to 2 s');
  expect(writtenRange(4, 4, 'count')).toBe('Always 4');
});

test.each([
  [0, '0 seconds'],
  [59_999, '59 seconds'],
  [60_000, '1 minute'],
  [3 * 3_600_000 + 5 * 60_000, '3 hours and 5 minutes'],
  [24 * 3_600_000, '1 day'],
  [50 * 3_600_000, '2 days and 2 hours'],
])('%d ms is written %s', (age, text) => {
  expect(writtenAge(age)).toBe(text);
});

test('a time of day is in UTC, like the log', () => {
  expect(writtenTime(Date.UTC(2026, 4, 21, 14, 3, 5))).toBe('14:03:05');
});
