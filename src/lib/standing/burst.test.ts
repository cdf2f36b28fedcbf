import { expect, test } from 'vitest';
import { BURST_ACCOUNTS, burstTimes } from './burst.ts';

const now = new Date('2026-06-22T14:00:00Z');

test('an account is fresh for an hour, a burst is ten minutes, and a vote is held for ten minutes', () => {
  expect(burstTimes(now, true)).toEqual({
    now,
    freshAfter: new Date('2026-06-22T13:00:00Z'),
    since: new Date('2026-06-22T13:50:00Z'),
    countsAt: new Date('2026-06-22T14:10:00Z'),
  });
  expect(BURST_ACCOUNTS).toBe(20);
});

test('no account is fresh while the limits are off', () => {
  expect(burstTimes(now, false).freshAfter).toBeNull();
});
