import { expect, test } from 'vitest';
import { DEFAULT_SCHEDULE, type ReportSchedule } from '#lib/site-settings/site-settings.ts';
import { dueSlot, lastSlot, nextSlot } from './schedule.ts';

/** Fridays at 09:00 UTC. 2026-05-22 is a Friday. */
const FRIDAYS: ReportSchedule = { ...DEFAULT_SCHEDULE, reportSchedule: 'on' };
const at = (time: string) => new Date(`2026-05-${time}Z`);

test.for([
  ['22T08:59:59', '15T09:00:00'],
  ['22T09:00:00', '22T09:00:00'],
  ['23T00:00:00', '22T09:00:00'],
  ['28T23:59:59', '22T09:00:00'],
])('at %s the last scheduled hour is %s', ([now, slot]) => {
  expect(lastSlot(FRIDAYS, at(now!))).toEqual(at(slot!));
});

test('the first day of the week and hour 0 are days and hours like any other', () => {
  const sundays = { ...FRIDAYS, reportWeekday: 0, reportHour: 0 };
  expect(lastSlot(sundays, at('22T09:00:00'))).toEqual(at('17T00:00:00'));
  expect(nextSlot(sundays, at('22T09:00:00'))).toEqual(at('24T00:00:00'));
});

test('an hour that passed while the site was down is made up for', () => {
  expect(dueSlot(FRIDAYS, at('26T12:00:00'))).toEqual(at('22T09:00:00'));
});

test('turning the schedule on, or changing it, sends nothing for an hour before that', () => {
  const since = { ...FRIDAYS, reportScheduledSince: '2026-05-22T10:00:00.000Z' };
  expect(dueSlot(since, at('22T10:30:00'))).toBeNull();
  expect(dueSlot(since, at('29T09:00:00'))).toEqual(at('29T09:00:00'));
});

test('a schedule that is off is never due', () => {
  expect(dueSlot(DEFAULT_SCHEDULE, at('22T09:00:00'))).toBeNull();
  expect(nextSlot(DEFAULT_SCHEDULE, at('22T09:00:00'))).toBeNull();
});
