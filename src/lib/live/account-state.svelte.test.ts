import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { viewerCookieValue, type CookieViewer } from '#lib/http/viewer-cookie.ts';
import { PATIENCE } from '../../../tests/support/patience.ts';
import { AccountState, type Loaded } from './account-state.svelte.ts';
import type { LiveConnection } from './connection.svelte.ts';
import type { SiteMine } from './events.ts';

const invalidateAll = vi.hoisted(() => vi.fn());
const page = vi.hoisted(() => ({ route: { id: '/v/[slug]' } }));
vi.mock('$app/navigation', () => ({ invalidateAll }));
vi.mock('$app/state', () => ({ page }));

const ADA = { username: 'ada', role: 'reader' } as const;
const EVE = { username: 'eve', role: 'moderator' } as const;
const NOBODY: Loaded = { viewer: null, closed: [], unread: 0, queue: null };

const mineOf = (viewer: CookieViewer, more: Partial<SiteMine> = {}): SiteMine => ({
  ...{ viewer: { ...viewer, id: viewer.username, waiting: false }, unread: 3, queue: null, closed: [] },
  ...more,
});

/** The browser: its cookie, its root element and what it requested. */
let cookie: string;
let root: { dataset: Record<string, string>; style: { setProperty: () => void } };
let requested: string[];
let answer: () => Promise<Response>;
let onConnect: () => void;
let listeners: [string, (event: Event) => void][];

const signIn = (viewer: CookieViewer) => {
  cookie = `viewer=${viewerCookieValue(viewer)}`;
  answer = () => Promise.resolve(Response.json(mineOf(viewer)));
};

beforeEach(() => {
  [cookie, requested, listeners, page.route.id] = ['', [], [], '/v/[slug]'];
  root = { dataset: {}, style: { setProperty: () => {} } };
  vi.stubGlobal('window', {});
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('document', {
    get cookie() {
      return cookie;
    },
    documentElement: root,
    getElementById: () => ({}),
    head: { append: () => {} },
    addEventListener: (...listener: (typeof listeners)[number]) => listeners.push(listener),
  });
  vi.stubGlobal('fetch', (url: string) => {
    requested.push(url);
    return answer();
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  invalidateAll.mockClear();
});

function accountOn(loaded: Loaded): AccountState {
  const connection = { listen: () => () => {}, onConnect: (handler: () => void) => (onConnect = handler) };
  return new AccountState(connection as unknown as LiveConnection, loaded);
}

const unread = (account: AccountState, count: number) =>
  vi.waitFor(() => expect(account.unread).toBe(count), PATIENCE);

test('a shared page is anonymous until it is alive, then shows who the cookie names, then their state', async () => {
  signIn(ADA);
  const account = accountOn(NOBODY);
  expect(account.viewer).toBeNull();
  account.follow();
  expect([account.viewer, root.dataset['viewer']]).toEqual([{ ...ADA, waiting: false }, 'reader']);
  await unread(account, 3);
  expect(requested).toEqual(['/api/v1/mine']);
});

test('a page’s own state is fetched instead, once, with the response that was requested early', async () => {
  signIn(ADA);
  const response = Promise.resolve(Response.json(mineOf(ADA, { unread: 7 })));
  vi.stubGlobal('window', { copecheckMine: { url: '/api/v1/verdicts/v/mine', response } });
  const account = accountOn(NOBODY);
  const applied: (SiteMine | null)[] = [];
  account.register({ address: () => '/api/v1/verdicts/v/mine', apply: (mine) => applied.push(mine) });
  account.follow();
  await unread(account, 7);
  onConnect();
  expect([applied, requested]).toEqual([[mineOf(ADA, { unread: 7 })], []]);
  onConnect();
  expect(requested).toEqual(['/api/v1/verdicts/v/mine']);
});

test('a page’s own state is fetched once per address, whether or not its component stays', async () => {
  signIn(ADA);
  const account = accountOn(NOBODY);
  account.follow();
  await unread(account, 3);
  let address = '/mine?1';
  account.register({ address: () => address, apply: () => {} });
  account.navigated();
  address = '/mine?2';
  account.navigated();
  expect(requested).toEqual(['/api/v1/mine', '/mine?1', '/mine?2']);
});

test('what was requested early is of no use later', async () => {
  signIn(ADA);
  const response = Promise.resolve(Response.json(mineOf(ADA, { unread: 7 })));
  vi.stubGlobal('window', { copecheckMine: { url: '/mine', response } });
  const account = accountOn(NOBODY);
  account.follow();
  await unread(account, 3);
  account.register({ address: () => '/mine', apply: () => {} });
  await vi.waitFor(() => expect(requested).toEqual(['/api/v1/mine', '/mine']), PATIENCE);
});

test('a refresh without an answer is repeated until there is one', async () => {
  vi.useFakeTimers();
  signIn(ADA);
  const answered = answer;
  answer = () => Promise.resolve(new Response(null, { status: 503 }));
  const account = accountOn(NOBODY);
  account.follow();
  await vi.advanceTimersByTimeAsync(60_000);
  const failed = requested.length;
  expect(failed).toBeGreaterThan(2);
  answer = answered;
  await vi.advanceTimersByTimeAsync(60_000);
  await vi.advanceTimersByTimeAsync(600_000);
  expect([account.unread, requested.length]).toEqual([3, failed + 1]);
  vi.useRealTimers();
});

test('when another tab signs in as someone else, nothing of the one before stays', async () => {
  signIn(ADA);
  const account = accountOn(NOBODY);
  const applied: (string | null)[] = [];
  account.register({ address: () => '/mine', apply: (mine) => applied.push(mine && mine.viewer.username) });
  account.follow();
  await unread(account, 3);
  signIn(EVE);
  expect(account.checkCookie()).toBe(true);
  expect([account.viewer?.username, account.unread, root.dataset['viewer']]).toEqual(['eve', 0, 'moderator']);
  expect(applied).toEqual(['ada', null]);
  await unread(account, 3);
  expect(applied).toEqual(['ada', null, 'eve']);
});

test('a write that was refused because someone else is signed in says so, and shows who', async () => {
  signIn(ADA);
  const account = accountOn(NOBODY);
  account.follow();
  await unread(account, 3);
  signIn(EVE);
  const [, told] = listeners.find(([type]) => type === 'other-account')!;
  told({ detail: 'You are signed in as eve now.' } as unknown as Event);
  expect([account.otherAccount, account.viewer?.username]).toEqual(['You are signed in as eve now.', 'eve']);
});

test('a response that arrives after its reader signed out is not shown', async () => {
  signIn(ADA);
  const late = Promise.withResolvers<Response>();
  answer = () => late.promise;
  const account = accountOn(NOBODY);
  const apply = vi.fn();
  account.register({ address: () => '/mine', apply });
  account.follow();
  cookie = '';
  late.resolve(Response.json(mineOf(ADA)));
  await vi.waitFor(() => expect(account.viewer).toBeNull(), PATIENCE);
  expect([account.unread, apply.mock.calls]).toEqual([0, [[null]]]);
});

test('an ended session signs out the page, although the cookie is still there', async () => {
  signIn(ADA);
  answer = () => Promise.resolve(new Response(null, { status: 401 }));
  const account = accountOn(NOBODY);
  account.follow();
  await vi.waitFor(() => expect(account.viewer).toBeNull(), PATIENCE);
  expect(root.dataset['viewer']).toBe('anonymous');
});

test('a page that was made for its reader is loaded again for the next', () => {
  signIn(ADA);
  page.route.id = '/settings';
  const account = accountOn({ ...NOBODY, viewer: { ...ADA, waiting: false }, unread: 1 });
  account.follow();
  expect([requested, invalidateAll.mock.calls.length]).toEqual([[], 0]);
  signIn(EVE);
  account.checkCookie();
  expect(invalidateAll).toHaveBeenCalledTimes(1);
});

test('why a reader can’t write stays while the layout of a shared page is loaded again', async () => {
  signIn(ADA);
  const waiting = mineOf(ADA, { closed: ['Your account waits.'] });
  answer = () => Promise.resolve(Response.json(waiting));
  const account = accountOn(NOBODY);
  account.follow();
  await vi.waitFor(() => expect(account.closed).toEqual(['Your account waits.']), PATIENCE);
  account.load({ ...NOBODY, closed: ['Read-only.'] });
  expect(account.closed).toEqual(['Read-only.', 'Your account waits.']);
});
