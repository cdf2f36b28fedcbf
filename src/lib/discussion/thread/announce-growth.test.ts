import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AnnounceGrowth } from './announce-growth.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** `status`: what a screen reader can read, beside a button with the number of comments. */
function setUp() {
  let count = 0;
  let status = '';
  const growth = new AnnounceGrowth(0, (isDue) => (status = isDue ? `${count} new` : ''));
  return { status: () => status, set: (next: number) => growth.changed((count = next)) };
}

test('three comments at once are announced as three, and no old number is left to be read', () => {
  const { status, set } = setUp();
  for (const next of [1, 2, 3]) {
    set(next);
    expect(status()).toBe('');
  }
  vi.advanceTimersByTime(1000);
  expect(status()).toBe('3 new');
  set(4);
  expect(status()).toBe('');
  vi.advanceTimersByTime(2900);
  expect(status()).toBe('');
  vi.advanceTimersByTime(200);
  expect(status()).toBe('4 new');
});

test('what the reader has opened is no longer announced', () => {
  const { status, set } = setUp();
  set(2);
  set(0);
  vi.advanceTimersByTime(5000);
  expect(status()).toBe('');
});
