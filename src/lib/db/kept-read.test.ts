import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeptRead } from './kept-read.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Reads that end when told to. */
function stage() {
  const begun: PromiseWithResolvers<number>[] = [];
  const read = new KeptRead(() => (begun[begun.length] = Promise.withResolvers<number>()).promise);
  return { begun, read };
}

test('who asks within the time shares one reading, under way or done, and nobody later', async () => {
  const { begun, read } = stage();
  const both = [read.ask(), read.ask()];
  begun[0]!.resolve(1);
  expect(await Promise.all(both)).toEqual([1, 1]);
  vi.advanceTimersByTime(49);
  expect(await read.ask()).toBe(1);
  vi.advanceTimersByTime(1);
  const later = read.ask();
  begun[1]!.resolve(2);
  expect(await later).toBe(2);
  expect(begun).toHaveLength(2);
});

test('what was forgotten is read anew, though the older reading ends later', async () => {
  const { begun, read } = stage();
  const before = read.ask();
  read.forget();
  const after = read.ask();
  begun[1]!.resolve(2);
  expect(await after).toBe(2);
  begun[0]!.resolve(1);
  expect(await before).toBe(1);
  expect(await read.ask()).toBe(2);
});

test('a failure is told to who waits for it and not kept', async () => {
  const { begun, read } = stage();
  const failed = read.ask();
  begun[0]!.reject(new Error('away'));
  await expect(failed).rejects.toThrow('away');
  const again = read.ask();
  begun[1]!.resolve(3);
  expect(await again).toBe(3);
});

test('while changes are heard, an answer is kept for five seconds; a change or a lost connection ends that', async () => {
  const { begun, read } = stage();
  const ask = async (value: number) => {
    const answer = read.ask();
    begun.at(-1)!.resolve(value);
    return answer;
  };
  read.heard(true);
  expect(await ask(1)).toBe(1);
  vi.advanceTimersByTime(4_999);
  expect(await ask(2)).toBe(1);
  read.forget();
  expect(await ask(3)).toBe(3);
  vi.advanceTimersByTime(5_000);
  expect(await ask(4)).toBe(4);
  read.heard(false);
  expect(await ask(5)).toBe(5);
  vi.advanceTimersByTime(50);
  expect(await ask(6)).toBe(6);
});
