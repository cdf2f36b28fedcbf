import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ABSENT, pageStates } from './page-state.server.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  // lru-cache takes a start at 0 for no start.
  vi.advanceTimersByTime(1);
});
afterEach(() => void vi.useRealTimers());

function setUp({ notice = null }: { notice?: string | null } = {}) {
  const queries: PromiseWithResolvers<string | null>[] = [];
  const slugs: string[] = [];
  const stateOf = pageStates({
    pages: [
      { path: /^\/$/, keeps: (query) => !query.includes('q='), state: () => Promise.resolve('list') },
      {
        path: /^\/v\/([a-z0-9-]+)$/,
        state: (slug) => {
          slugs.push(slug);
          return (queries[queries.length] = Promise.withResolvers<string | null>()).promise;
        },
      },
    ],
    notice: () => Promise.resolve(notice),
  });
  const read = (url: string, headers: Record<string, string> = {}) =>
    stateOf({ method: 'GET', url, headers } as unknown as IncomingMessage);
  return { queries, slugs, read };
}

test('simultaneous requests for a page share one query, whatever order they read in', async () => {
  const { queries, read } = setUp();
  const states = ['/v/a', '/v/a', '/v/a?sort=newest'].map((url) => read(url));
  queries[0]!.resolve('s1');
  expect(await Promise.all(states)).toEqual(['s1 0', 's1 0', 's1 0']);
  expect(queries).toHaveLength(1);
});

test('no response uses a state that is more than five milliseconds old', async () => {
  const { queries, read } = setUp();
  const first = read('/v/c');
  queries[0]!.resolve('s1');
  await first;
  await vi.advanceTimersByTimeAsync(5);
  expect(await read('/v/c')).toBe('s1 0');
  await vi.advanceTimersByTimeAsync(1);
  const late = read('/v/c');
  queries[1]!.resolve('s2');
  expect(await late).toBe('s2 0');
  expect(queries).toHaveLength(2);
});

test('after a failed query the next request queries again', async () => {
  const { queries, read } = setUp();
  const first = read('/v/d');
  queries[0]!.reject(new Error('no database'));
  await expect(first).rejects.toThrow('no database');
  const next = read('/v/d');
  queries[1]!.resolve('s1');
  expect(await next).toBe('s1 0');
});

test('the minute is part of the state, because pages show ages', async () => {
  vi.setSystemTime(180_000);
  const { queries, read } = setUp();
  const state = read('/v/f');
  queries[0]!.resolve('s1');
  expect(await state).toBe('s1 3');
});

test('the notice of a read-only site is part of the state', async () => {
  const { queries, read } = setUp({ notice: 'Back at nine.' });
  const state = read('/v/h');
  queries[0]!.resolve('s1');
  expect(await state).toBe('s1 0 Back at nine.');
});

test.each<Record<string, string>>([
  { authorization: 'Bearer x' },
  { 'content-length': '4' },
  { 'transfer-encoding': 'chunked' },
])('a request with %j is not cached', async (headers) => {
  const { queries, read } = setUp();
  expect(await read('/v/g', headers)).toBeNull();
  expect(queries).toHaveLength(0);
});

test('each kind of page reads its own state, of what its address names', async () => {
  const { queries, slugs, read } = setUp();
  const state = read('/v/on-caches?sort=newest');
  queries[0]!.resolve('s1');
  expect([await state, slugs]).toEqual(['s1 0', ['on-caches']]);
});

test('a page that does not exist has the same state in every minute', async () => {
  const { queries, read } = setUp({ notice: 'Back at nine.' });
  const state = read('/v/none');
  queries[0]!.resolve(null);
  expect(await state).toBe(ABSENT);
});

test('searches and other pages are not cached', async () => {
  const { queries, read } = setUp();
  expect(await read('/?sort=newest?&q=anything')).toBeNull();
  expect(await read('/?q=anything')).toBeNull();
  expect(await read('/about')).toBeNull();
  expect(await read('/')).toBe('list 0');
  expect(queries).toHaveLength(0);
});
