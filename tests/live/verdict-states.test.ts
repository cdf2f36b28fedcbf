import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { io, type Socket } from 'socket.io-client';
import { databaseAddress, startSite, type Site } from '../support/site.ts';
import { verdictText } from '../support/verdict-text.ts';
import { ApiClient } from '../support/api-client.ts';

/** Milliseconds until another process applies a change: a NOTIFY, and 5 ms of cached page state. */
const AT_ONCE = 1_000;
const slug = 'on-states';
const NOTE = 'The paper was invented.';
/** Only in the verdict's text. */
const TEXT = 'The paper argues that arguing helps.';
const SAID = 'A point that stays.';

/** Two processes on one database, without an adapter. */
let sites: [Site, Site];
let ada: ApiClient;
let linus: ApiClient;
let comment: { id: string };

beforeAll(async () => {
  const first = await startSite({ env: { SAMPLE_DATA: 'off' } });
  const env = { DATABASE_URL: databaseAddress(first.dataDir), LIVE_ADAPTER: 'memory', SAMPLE_DATA: 'off' };
  sites = [first, await startSite({ env })];
  ada = await ApiClient.signUp(first.url, 'ada');
  linus = await ApiClient.signUp(first.url, 'linus');
  await first.setRole('linus', 'admin');
  const { status } = await linus.call('POST', '/verdicts', { text: verdictText('On states') });
  expect(status).toBe(201);
  comment = await ada.post(slug, SAID);
});
beforeEach(() => copecheck('verdict', 'publish', slug));
afterAll(async () => {
  for (const site of [...(sites ?? [])].reverse()) await site.stop();
});

async function copecheck(...args: string[]): Promise<void> {
  const { code, stderr } = await sites[0].cli(...args);
  if (code !== 0) throw new Error(stderr);
}

async function page(site: Site, path = `/v/${slug}`) {
  const response = await fetch(site.url + path, { headers: { accept: 'text/html' } });
  return { status: response.status, text: await response.text() };
}
const status = async (site: Site, path?: string) => (await page(site, path)).status;
const soon = (read: () => Promise<unknown>) => expect.poll(read, { timeout: AT_ONCE, interval: 20 });

/** A reader of the verdict on each process, with the reload messages and disconnects of each. */
async function readers() {
  return Promise.all(
    sites.map(async ({ url }) => {
      const socket: Socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
      await new Promise<void>((connected) => socket.once('connect', connected));
      expect(await socket.emitWithAck('verdict:watch', { verdict: slug })).toMatchObject({ ok: true });
      const changed = new Promise<unknown>((resolve) => socket.once('site:changed', resolve));
      const cut = new Promise<unknown>((gone) => socket.once('disconnect', gone));
      return { socket, changed, cut };
    }),
  );
}

test('a retracted verdict is 410 in every process at once, also for cached pages, and open pages are notified', async () => {
  // Twice, so that each process serves its cached page.
  for (const site of [...sites, ...sites])
    for (const path of ['/', `/v/${slug}`]) expect(await status(site, path)).toBe(200);
  const open = await readers();
  await copecheck('verdict', 'retract', slug, '--note', NOTE);
  for (const site of sites) {
    await soon(() => status(site)).toBe(410);
    const { text } = await page(site);
    for (const shown of ['On states', NOTE, SAID]) expect(text).toContain(shown);
    expect(text).not.toContain(TEXT);
    await soon(async () => (await page(site, '/')).text).not.toContain('On states');
  }
  for (const { socket, changed } of open) {
    expect(await changed).toBe('verdict:state');
    socket.close();
  }
  expect(await status(sites[0], `/v/${slug}/versions/1`)).toBe(410);
  expect((await ada.call('POST', `/verdicts/${slug}/comments`, { body: 'Late.' })).status).toBe(410);
  // The author withdraws a comment by a plain form and returns to the page.
  expect((await ada.get(`/v/${slug}`)).text).toContain('Withdraw');
  await ada.submit(`/v/${slug}?/withdraw`, { comment: comment.id });
  expect((await page(sites[1])).text).not.toContain(SAID);
});

test('an unpublished verdict is 404 in every process at once, and its watchers receive nothing more', async () => {
  for (const site of [...sites, ...sites]) expect(await status(site)).toBe(200);
  const open = await readers();
  await copecheck('verdict', 'unpublish', slug);
  for (const site of sites) {
    await soon(() => status(site)).toBe(404);
    expect((await page(site)).text).not.toContain('On states');
  }
  for (const { changed, cut } of open) {
    expect(await changed).toBe('verdict:state');
    expect(await cut).toBe('io server disconnect');
  }
  const socket: Socket = io(sites[1].url, { transports: ['websocket'], forceNew: true });
  const watched = await socket.emitWithAck('verdict:watch', { verdict: slug });
  expect(watched).toEqual({ ok: false, code: 'verdict-not-found' });
  socket.close();
  const admin = await linus.get(`/v/${slug}`);
  expect(admin.text).toContain('This verdict is unpublished. Only admins see this page.');
  expect(admin.text).toContain(TEXT);
  await copecheck('verdict', 'publish', slug);
  for (const site of sites) await soon(() => status(site)).toBe(200);
});

test('an edit reaches cached pages in every process at once', async () => {
  for (const site of [...sites, ...sites]) expect(await status(site)).toBe(200);
  const edited = {
    text: verdictText('On states').replace('Thinly argued.', 'Well argued.'),
    note: 'Kinder.',
  };
  expect((await linus.call('PUT', `/verdicts/${slug}`, edited)).status).toBe(200);
  for (const site of sites) {
    await soon(async () => (await page(site)).text).toContain('Well argued');
    expect((await page(site)).text).toMatch(/Version 2, edited \d+ \w+ \d{4}: Kinder\./);
    expect((await page(site, `/v/${slug}/versions/2`)).text).toMatch(/<del[^>]*>.*Thinly.*<ins[^>]*>.*Well/s);
  }
});
