import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Typing } from './typing.svelte.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('sends every three seconds while the reader types, and is counted until six after the last', () => {
  const send = vi.fn();
  const typing = new Typing(send);
  for (let i = 0; i < 8; i++) {
    typing.onInput();
    vi.advanceTimersByTime(1000);
  }
  expect(send).toHaveBeenCalledTimes(3);
  // Sent last at the sixth second; this is the eighth.
  vi.advanceTimersByTime(3999);
  expect(typing.counted).toBe(true);
  vi.advanceTimersByTime(1);
  expect(typing.counted).toBe(false);
});

test('a reader whose comment has arrived isn’t counted from the next count on, and can begin another at once', () => {
  const send = vi.fn();
  const typing = new Typing(send);
  typing.onInput();
  typing.onCount();
  expect(typing.counted).toBe(true);
  typing.onSent();
  expect(typing.counted).toBe(true);
  typing.onCount();
  expect(typing.counted).toBe(false);
  typing.onInput();
  expect([typing.counted, send.mock.calls.length]).toEqual([true, 2]);
});
