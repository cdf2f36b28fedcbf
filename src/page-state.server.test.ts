import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pageState } from './page-state.server.ts';

const asked: { answer: (seq: number) => void; fail: () => void }[] = [];

vi.mock('#lib/verdicts/find-verdict.server.ts', () => ({
  headsOf: ([slug]: string[]) =>
    new Promise((resolve, reject) =>
      asked.push({
        answer: (seq) => resolve(new Map([[slug, { state: 'published', version: 1, seq, tally: 0 }]])),
        fail: () => reject(new Error('no database')),
      }),
    ),
}));
const switches = vi.hoisted(() => ({ signUp: 'open', writing: 'on', notice: '' }));
vi.mock('#lib/site-settings/find-site-settings.server.ts', () => ({
  findSwitches: () => Promise.resolve(switches),
}));
vi.mock('#lib/verdicts/list/list-verdicts.server.ts', () => ({ listState: () => Promise.resolve('list') }));

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(async () => {
  await vi.runAllTimersAsync();
  asked.splice(0);
});

const read = (url: string, headers: Record<string, string> = {}) =>
  pageState({ method: 'GET', url, headers } as unknown as IncomingMessage);

/** What is known by now; 'waits' where nothing is. */
const soon = (state: Promise<string | null>) =>
  Promise.race([state, vi.advanceTimersByTimeAsync(0).then(() => 'waits')]);

test('those who come at once, whatever order they read in, share one question', async () => {
  const states = ['/v/a', '/v/a', '/v/a?sort=newest'].map((url) => read(url));
  asked[0]!.answer(7);
  expect(await Promise.all(states)).toEqual(['published.1.7.0 0', 'published.1.7.0 0', 'published.1.7.0 0']);
  expect(asked).toHaveLength(1);
});

test('half-way through an answer’s time one asks anew, and nobody waits for it', async () => {
  const first = read('/v/b');
  asked[0]!.answer(1);
  await first;
  await vi.advanceTimersByTimeAsync(3);
  expect(await soon(read('/v/b'))).toBe('published.1.1.0 0');
  expect(await soon(read('/v/b'))).toBe('published.1.1.0 0');
  expect(asked).toHaveLength(2);
  asked[1]!.answer(2);
  await vi.advanceTimersByTimeAsync(0);
  expect(await soon(read('/v/b'))).toBe('published.1.2.0 0');
});

test('nobody is answered by what was known more than five milliseconds ago', async () => {
  const first = read('/v/c');
  asked[0]!.answer(1);
  await first;
  await vi.advanceTimersByTimeAsync(3);
  await read('/v/c');
  await vi.advanceTimersByTimeAsync(2);
  const late = read('/v/c');
  expect(await soon(late)).toBe('waits');
  asked[1]!.answer(2);
  expect(await late).toBe('published.1.2.0 0');
  expect(asked).toHaveLength(2);
});

test('a question that failed is asked anew by whoever comes next', async () => {
  const first = read('/v/d');
  asked[0]!.fail();
  await expect(first).rejects.toThrow('no database');
  const next = read('/v/d');
  asked[1]!.answer(1);
  expect(await next).toBe('published.1.1.0 0');
});

test('a failure while asking ahead is nobody’s', async () => {
  const first = read('/v/e');
  asked[0]!.answer(1);
  await first;
  await vi.advanceTimersByTimeAsync(3);
  await read('/v/e');
  asked[1]!.fail();
  await vi.advanceTimersByTimeAsync(0);
  expect(await read('/v/e')).toBe('published.1.1.0 0');
  expect(asked).toHaveLength(3);
  asked[2]!.answer(1);
});

test('the minute is part of it, for pages name ages', async () => {
  vi.setSystemTime(180_000);
  const state = read('/v/f');
  asked[0]!.answer(1);
  expect(await state).toBe('published.1.1.0 3');
});

test('what a read-only site tells its readers is part of it', async () => {
  Object.assign(switches, { writing: 'off', notice: 'Back at nine.' });
  const state = read('/v/h');
  asked[0]!.answer(1);
  expect(await state).toBe('published.1.1.0 0 Back at nine.');
  Object.assign(switches, { writing: 'on' });
});

test.each<Record<string, string>>([
  { cookie: 'session=x' },
  { cookie: 'other=1;session =x' },
  { cookie: '\tappearance\t=dark' },
  { authorization: 'Bearer x' },
  { 'content-length': '4' },
  { 'transfer-encoding': 'chunked' },
])('a request with %j has a page of its own', async (headers) => {
  expect(await read('/v/g', headers)).toBeNull();
  expect(asked).toHaveLength(0);
});

test('a cookie that is not ours changes nothing', async () => {
  expect(await read('/', { cookie: 'xsession=1; Session=2; visits=3' })).toBe('list 0');
});

test('searches and other pages are not kept', async () => {
  expect(await read('/?q=anything')).toBeNull();
  expect(await read('/about')).toBeNull();
  expect(await read('/')).toBe('list 0');
  expect(asked).toHaveLength(0);
});
