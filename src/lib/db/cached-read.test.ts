import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CachedRead } from './cached-read.ts';

beforeEach(() => {
  vi.useFakeTimers();
  // lru-cache takes a start at 0 for no start.
  vi.advanceTimersByTime(1);
});
afterEach(() => vi.useRealTimers());

/** Reads that the test resolves. */
function setUp(options?: { max: number }) {
  const reads: (PromiseWithResolvers<number> & { key: string })[] = [];
  const shared = new CachedRead((key) => {
    const read = { key, ...Promise.withResolvers<number>() };
    reads.push(read);
    return read.promise;
  }, options);
  return { reads, shared };
}

test('callers share one read while it runs and for 50 ms after', async () => {
  const { reads, shared } = setUp();
  const both = [shared.get(), shared.get()];
  reads[0]!.resolve(1);
  expect(await Promise.all(both)).toEqual([1, 1]);
  vi.advanceTimersByTime(50);
  expect(await shared.get()).toBe(1);
  vi.advanceTimersByTime(1);
  const later = shared.get();
  reads[1]!.resolve(2);
  expect(await later).toBe(2);
  expect(reads).toHaveLength(2);
});

test('each key has its own read', async () => {
  const { reads, shared } = setUp({ max: 2 });
  const both = ['a', 'b'].map((key) => shared.get(key));
  reads.forEach(({ resolve }, i) => resolve(i));
  expect(await Promise.all(both)).toEqual([0, 1]);
  expect(await shared.get('a')).toBe(0);
  expect(reads.map(({ key }) => key)).toEqual(['a', 'b']);
});

test('a read that began before an invalidation serves only those who waited for it', async () => {
  const { reads, shared } = setUp();
  const before = shared.get();
  shared.invalidate();
  const after = shared.get();
  reads[1]!.resolve(2);
  expect(await after).toBe(2);
  reads[0]!.resolve(1);
  expect(await before).toBe(1);
  expect(await shared.get()).toBe(2);
});

test('a read that is evicted still serves those who waited for it', async () => {
  const { reads, shared } = setUp({ max: 1 });
  const both = ['a', 'b'].map((key) => shared.get(key));
  reads.forEach(({ resolve }, i) => resolve(i));
  expect(await Promise.all(both)).toEqual([0, 1]);
});

test('a failure reaches those who wait and is not kept', async () => {
  const { reads, shared } = setUp();
  const failed = shared.get();
  reads[0]!.reject(new Error('away'));
  await expect(failed).rejects.toThrow('away');
  const again = shared.get();
  reads[1]!.resolve(3);
  expect(await again).toBe(3);
});

test('a failure after an invalidation still reaches those who wait', async () => {
  const { reads, shared } = setUp();
  const failed = shared.get();
  shared.invalidate();
  reads[0]!.reject(new Error('away'));
  await expect(failed).rejects.toThrow('away');
});

test('a new TTL applies at once', async () => {
  const { reads, shared } = setUp();
  const get = async (value: number) => {
    const result = shared.get();
    reads.at(-1)!.resolve(value);
    return result;
  };
  expect(await get(1)).toBe(1);
  shared.setTtl(5_000);
  expect(await get(2)).toBe(2);
  vi.advanceTimersByTime(5_000);
  expect(await get(3)).toBe(2);
  vi.advanceTimersByTime(1);
  expect(await get(4)).toBe(4);
});
