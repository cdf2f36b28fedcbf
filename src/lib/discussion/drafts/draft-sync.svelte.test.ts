import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keptInMemory } from '../../../../tests/support/kept-in-memory.ts';
import { NoResponse, Problem } from '#lib/http/api/api-client.ts';
import type { StoredDraft } from '#lib/discussion/stored-drafts/stored-draft.ts';
import { Draft } from './draft.svelte.ts';
import { DraftKeeper } from './draft-keeper.svelte.ts';
import { DraftSync, type SyncPorts } from './draft-sync.svelte.ts';

const DELAY = 2000;
let account: Account;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-06-22T09:00:00Z') });
  account = new Account();
  device();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What the server does: see save-draft.server.ts. */
class Account {
  stored: StoredDraft | null = null;
  requests: string[] = [];
  offline = false;
  fault: Problem | null = null;

  readonly call = (async (
    owner: string,
    method: string,
    path: string,
    body?: Record<string, string | null>,
  ) => {
    this.requests.push(method);
    if (this.offline) throw new NoResponse();
    if (owner !== 'ada') throw new Problem(409, { code: 'other-account' }, null);
    if (this.fault) throw this.fault;
    if (method === 'GET') return { items: this.stored ? [this.stored] : [] };
    if (method === 'DELETE') {
      if (path.endsWith(`=${this.stored?.updatedAt}`)) this.stored = null;
      return undefined;
    }
    const base = body!['base'];
    if (this.stored && this.stored.updatedAt !== base)
      throw new Problem(409, { code: 'draft-elsewhere', current: this.stored }, null);
    const { body: text, updatedAt } = body as { body: string; updatedAt: string };
    this.stored = { key: 'v.top', body: text, version: null, updatedAt, device: 'Firefox', writer: null };
    return this.stored;
  }) as SyncPorts['call'];
}

/** From here on, another browser. */
const device = () => keptInMemory();

/** A composer on the present device. */
function composer(owner = 'ada', writer = 'tab') {
  vi.advanceTimersByTime(1);
  const draft = new Draft('v.top');
  const keeper = new DraftKeeper(draft, owner, { writer });
  keeper.sync = new DraftSync({ owner, place: 'v.top', writer }, { call: account.call, now: Date.now });
  keeper.save();
  const type = async (text: string) => {
    draft.body = text;
    draft.typed();
    keeper.save();
    await vi.advanceTimersByTimeAsync(DELAY);
  };
  const send = async () => {
    draft.sent(draft.body);
    keeper.save();
    await vi.advanceTimersByTimeAsync(0);
  };
  const { sync } = keeper;
  return { draft, keeper, sync, type, send };
}
const stored = () => account.stored?.body ?? null;

test('a text is stored two seconds after the last key press, at once when the page is hidden, and once', async () => {
  const { draft, keeper, sync, type } = composer();
  draft.body = 'Half';
  keeper.save();
  await vi.advanceTimersByTimeAsync(DELAY - 1);
  expect(account.requests).toEqual([]);
  await type('Half a thou');
  expect(stored()).toBe('Half a thou');
  draft.body = 'Half a thought';
  keeper.save();
  sync.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(stored()).toBe('Half a thought');
  sync.flush();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(account.requests).toEqual(['PUT', 'PUT']);
});

test('the same text on another passage with the same words is stored', async () => {
  const { draft, type } = composer();
  const anchor = { section: 'a', quote: 'It grew.', block: 0, start: 0, end: 8 };
  draft.anchor = anchor;
  await type('Did it?');
  draft.anchor = { ...anchor, block: 1 };
  await type('Did it?');
  expect(account.requests).toEqual(['PUT', 'PUT']);
});

test('another device offers the draft, and using it puts the text there aside, not away', async () => {
  await composer().type('From the phone.');
  device();
  const desk = composer();
  await desk.sync.look();
  expect([desk.draft.body, desk.sync.offer?.body]).toEqual(['', 'From the phone.']);
  desk.keeper.useStored();
  expect([desk.draft.body, desk.sync.offer]).toEqual(['From the phone.', null]);
  await desk.type('From the phone, continued.');
  expect(stored()).toBe('From the phone, continued.');

  device();
  const late = composer();
  await late.type('Typed before it looked.');
  // Neither replaces the other.
  expect([stored(), late.draft.body]).toEqual(['From the phone, continued.', 'Typed before it looked.']);
  expect(late.sync.offer?.body).toBe('From the phone, continued.');
  await late.type('Typed on, before choosing.');
  expect(stored()).toBe('From the phone, continued.');
  late.keeper.useStored();
  expect(late.draft.body).toBe('From the phone, continued.');
  expect(late.keeper.offers.map(({ text }) => text)).toEqual(['Typed on, before choosing.']);
});

test('who keeps their own text stores it, and the other device is offered that', async () => {
  const phone = composer();
  await phone.type('From the phone.');
  device();
  const desk = composer();
  await desk.type('From the desk.');
  desk.sync.refuse();
  await vi.advanceTimersByTimeAsync(0);
  expect([stored(), desk.draft.body, desk.sync.offer]).toEqual(['From the desk.', 'From the desk.', null]);
  device();
  await composer().sync.look();
  expect(stored()).toBe('From the desk.');
});

test('sending or discarding forgets the stored draft, but not one that another device has stored since', async () => {
  const here = composer();
  await here.type('To be sent.');
  await here.send();
  expect(stored()).toBe(null);
  await here.type('Once more.');
  account.stored = {
    ...account.stored!,
    body: 'Newer, from elsewhere.',
    updatedAt: '2027-01-01T00:00:00.000Z',
  };
  await here.send();
  expect(stored()).toBe('Newer, from elsewhere.');
});

test('a discarded offer is forgotten; an untouched field alone forgets nothing', async () => {
  await composer().type('From the phone.');
  device();
  const desk = composer();
  await desk.sync.look();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(stored()).toBe('From the phone.');
  desk.sync.refuse();
  await vi.advanceTimersByTimeAsync(0);
  expect([stored(), desk.sync.offer]).toEqual([null, null]);
});

test('a text that another device has sent says so, and isn’t stored again unless it is changed', async () => {
  const here = composer();
  await here.type('Sent from the phone.');
  account.stored = null;
  const later = composer();
  expect(later.draft.body).toBe('Sent from the phone.');
  await later.sync.look();
  await later.sync.refresh();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([later.sync.gone, stored()]).toEqual([true, null]);
  await later.type('Sent from the phone, and more.');
  expect([later.sync.gone, stored()]).toEqual([false, 'Sent from the phone, and more.']);
});

test('offline, nothing is lost: the text is stored when the connection is back, and a sent one forgotten', async () => {
  const here = composer();
  account.offline = true;
  await here.type('Written in a tunnel.');
  account.offline = false;
  await here.sync.refresh();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(stored()).toBe('Written in a tunnel.');
  account.offline = true;
  await here.send();
  account.offline = false;
  // On a later page.
  await composer().sync.look();
  expect(stored()).toBe(null);
});

test('a refusal leaves the text alone; a busy server is asked again', async () => {
  const here = composer();
  account.fault = new Problem(422, { code: 'drafts-full' }, null);
  await here.type('Too many.');
  await vi.advanceTimersByTimeAsync(60_000);
  expect([account.requests.length, here.draft.body, here.draft.fault]).toEqual([1, 'Too many.', '']);
  account.fault = new Problem(429, { code: 'rate-limited' }, null);
  await here.type('Too fast.');
  account.fault = null;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(stored()).toBe('Too fast.');
});

test('nothing is stored for an account that isn’t signed in any more', async () => {
  const { draft, keeper, sync } = composer();
  draft.body = 'Of ada.';
  keeper.save();
  sync.stop(false);
  keeper.sync = null;
  keeper.setOwner('grace');
  await vi.advanceTimersByTimeAsync(60_000);
  expect([stored(), draft.body]).toEqual([null, '']);
  const wrong = composer('grace');
  await wrong.type('Of grace, in a page that is out of date.');
  expect(stored()).toBe(null);
});

test('two tabs of one browser keep their texts, and the stored one is replaced only by choice', async () => {
  const [one, two] = [composer('ada', 'one'), composer('ada', 'two')];
  await one.type('From the first tab.');
  await two.type('From the second tab.');
  await one.sync.refresh();
  expect([one.draft.body, two.draft.body]).toEqual(['From the first tab.', 'From the second tab.']);
  expect([stored(), one.sync.offer]).toEqual(['From the first tab.', null]);
  expect(two.sync.offer?.body).toBe('From the first tab.');
  // What the first tab writes on is its own.
  await one.type('From the first tab, continued.');
  expect([stored(), one.sync.offer]).toEqual(['From the first tab, continued.', null]);
  two.sync.refuse();
  await vi.advanceTimersByTimeAsync(0);
  expect(two.sync.offer?.body).toBe('From the first tab, continued.');
  await two.send();
  expect(stored()).toBe('From the first tab, continued.');
  await one.send();
  expect(stored()).toBe(null);
});

test('a later tab goes on with the text of one that was closed: it replaces and forgets the stored one', async () => {
  await composer('ada', 'closed').type('Half a thou');
  const later = composer('ada', 'later');
  expect(later.draft.body).toBe('Half a thou');
  await later.type('Half a thought');
  expect([stored(), later.sync.offer]).toEqual(['Half a thought', null]);
  const last = composer('ada', 'last');
  await last.send();
  expect(stored()).toBe(null);
});
