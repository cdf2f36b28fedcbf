import { expect, test } from 'vitest';
import { asClock, replyAllowedAt, secondsUntil } from './heat.ts';

const noon = new Date('2026-06-01T12:00:00Z');
const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const wait = (writtenAt: Date, chain: Parameters<typeof replyAllowedAt>[1], now: Date) =>
  secondsUntil(replyAllowedAt({ createdAt: writtenAt }, chain), now) / 60;

test('without reports there is no wait', () => {
  expect(wait(noon, [null, null], noon)).toBe(0);
  expect(wait(noon, [{ reports: 0, since: noon }], noon)).toBe(0);
});

test('the wait is two minutes plus one for each report on the comment and its ancestors', () => {
  expect(wait(noon, [{ reports: 1, since: noon }], noon)).toBe(3);
  expect(wait(noon, [{ reports: 1, since: noon }, null, { reports: 4, since: noon }], noon)).toBe(7);
});

test('it starts when the target was written, or at the report if that is later', () => {
  const reported = { reports: 1, since: at(0) };
  expect(wait(at(10), [null, reported], at(11))).toBe(2);
  expect(wait(at(-60), [reported], at(1))).toBe(2);
  expect(wait(at(-60), [reported], at(3))).toBe(0);
});

test('a countdown is written as minutes and seconds', () => {
  expect([0, 9, 65, 600].map(asClock)).toEqual(['0:00', '0:09', '1:05', '10:00']);
});
