import { expect, test } from 'vitest';
import { sortDate, parseDate } from './published-date.ts';

test.each([
  ['21 May 2026', '2026-05-21'],
  ['02 Jun 2026', '2026-06-02'],
  ['2nd September, 2026', '2026-09-02'],
  ['May 21, 2026', '2026-05-21'],
  ['2026-05-21', '2026-05-21'],
  ['29 Feb 2024', '2024-02-29'],
])('%s is a day', (text, day) => {
  expect(parseDate(text)).toEqual({ day, text });
});

test.each(['Mar 2023', 'September 2024', '2023-03'])('%s is a month, so no day is given', (text) => {
  expect(parseDate(text)).toEqual({ day: null, text });
});

test.each(['31 Feb 2026', '0 May 2026', '45 May 2026', '2026-13-01', 'Maybe 2026 it was', 'soon', ''])(
  '“%s” is no date',
  (text) => {
    expect(parseDate(text)).toBeNull();
  },
);

test('a month sorts by its first day, an unknown date by nothing', () => {
  expect(sortDate('2026-05-21', '21 May 2026')).toEqual(new Date('2026-05-21T00:00:00Z'));
  expect(sortDate(null, 'Mar 2023')).toEqual(new Date('2023-03-01T00:00:00Z'));
  expect(sortDate(null, null)).toBeNull();
});
