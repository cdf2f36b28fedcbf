import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, knownTimeZone, localTime } from './local-time.ts';
import { mailTimeOf } from './mail-time.ts';

const at = (text: string) => new Date(text);
const timeOf = (...[schedule, text, zone]: [Parameters<typeof mailTimeOf>[0], string, string]) =>
  mailTimeOf(schedule, at(text), zone)?.toISOString() ?? null;

describe('a notice is emailed', () => {
  // 2026-06-22 is a Monday.
  test.each([
    ['never', '2026-06-22T10:00:00Z', 'UTC', null],
    ['immediately', '2026-06-22T10:00:00Z', 'UTC', '2026-06-22T10:02:00.000Z'],
    ['daily', '2026-06-22T07:59:00Z', 'UTC', '2026-06-22T08:00:00.000Z'],
    ['daily', '2026-06-22T08:00:00Z', 'UTC', '2026-06-23T08:00:00.000Z'],
    ['daily', '2026-06-22T23:00:00Z', 'Europe/Berlin', '2026-06-23T06:00:00.000Z'],
    ['daily', '2026-06-22T23:00:00Z', 'America/Los_Angeles', '2026-06-23T15:00:00.000Z'],
    ['daily', '2026-06-22T23:00:00Z', 'Asia/Kathmandu', '2026-06-23T02:15:00.000Z'],
    // Clocks go forward in the night to the 29th.
    ['daily', '2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-29T06:00:00.000Z'],
    ['daily', '2026-12-31T12:00:00Z', 'UTC', '2027-01-01T08:00:00.000Z'],
    ['weekly', '2026-06-22T07:00:00Z', 'UTC', '2026-06-22T08:00:00.000Z'],
    ['weekly', '2026-06-22T08:00:00Z', 'UTC', '2026-06-29T08:00:00.000Z'],
    ['weekly', '2026-06-28T23:30:00Z', 'Europe/Berlin', '2026-06-29T06:00:00.000Z'],
    ['daily', '2026-06-22T10:00:00Z', 'Mars/Olympus', '2026-06-23T08:00:00.000Z'],
  ] as const)('%s after %s in %s at %s', (schedule, text, zone, expected) => {
    expect(timeOf(schedule, text, zone)).toBe(expected);
  });

  test('at 8 in the morning of the reader, within a day or a week, in every zone', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const times = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }).map((ms) => new Date(ms));
    fc.assert(
      fc.property(zones, times, (zone, time) => {
        const daily = mailTimeOf('daily', time, zone)!;
        const weekly = mailTimeOf('weekly', time, zone)!;
        expect([localTime(daily, zone), localTime(weekly, zone)]).toMatchObject([
          { hour: 8, minute: 0 },
          { hour: 8, minute: 0, weekday: 1 },
        ]);
        const wait = (until: Date) => (until.getTime() - time.getTime()) / 3_600_000;
        expect([wait(daily) > 0, wait(daily) <= 25, wait(weekly) > 0, wait(weekly) <= 7 * 24 + 1]).toEqual(
          Array(4).fill(true),
        );
      }),
      { numRuns: 200 },
    );
  });
});

test('a time zone is stored as the tables spell it, and an unknown one isn’t', () => {
  expect(['europe/berlin', 'UTC', 'Mars/Olympus', '', '<b>'].map(knownTimeZone)).toEqual([
    ...['Europe/Berlin', 'UTC', null, null, null],
  ]);
  expect(instantOf({ year: 2026, month: 6, day: 31, hour: 0 }, 'UTC').toISOString()).toBe(
    '2026-07-01T00:00:00.000Z',
  );
});
