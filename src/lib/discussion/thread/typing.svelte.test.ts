import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Typing } from './typing.svelte.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('whoever types on is told of every three seconds, and counted until six after the last time', () => {
  const tell = vi.fn();
  const typing = new Typing(tell);
  for (let i = 0; i < 8; i++) {
    typing.typed();
    vi.advanceTimersByTime(1000);
  }
  expect(tell).toHaveBeenCalledTimes(3);
  // Told last at the sixth second; this is the eighth.
  vi.advanceTimersByTime(3999);
  expect(typing.counted).toBe(true);
  vi.advanceTimersByTime(1);
  expect(typing.counted).toBe(false);
});
