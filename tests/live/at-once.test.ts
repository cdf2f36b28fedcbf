// What an operator or a moderator changes is applied by every process at once: switches, states of verdicts, roles.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { io, type Socket } from 'socket.io-client';
import { databaseAddress, startSite, type Site } from '../support/site.ts';
import { verdictText } from '../support/verdict-text.ts';
import { ApiClient } from '../support/api-client.ts';

/**
 * Milliseconds until another process applies a change: a NOTIFY, and 5 ms of cached page state. Without the NOTIFY it
 * takes 5 s for a setting and 20 s for a session.
 */
const AT_ONCE = 4_000;

/** Two processes on one database, without an adapter. */
let sites: [Site, Site];
let ada: ApiClient;
let linus: ApiClient;

beforeAll(async () => {
  const first = await startSite({ env: { SAMPLE_DATA: 'off' } });
  const env = { DATABASE_URL: databaseAddress(first.dataDir), LIVE_ADAPTER: 'memory', SAMPLE_DATA: 'off' };
  sites = [first, await startSite({ env })];
  ada = await ApiClient.signUp(first.url, 'ada');
  linus = await ApiClient.signUp(first.url, 'linus');
  await first.setRole('linus', 'admin');
});
afterAll(async () => {
  for (const site of [...(sites ?? [])].reverse()) await site.stop();
});

async function page(site: Site, path: string) {
  const response = await fetch(site.url + path, { headers: { accept: 'text/html' } });
  return { status: response.status, text: await response.text() };
}
const textOf = async (site: Site, path: string) => (await page(site, path)).text;
const soon = (read: () => Promise<unknown>) => expect.poll(read, { timeout: AT_ONCE, interval: 50 });

async function connect(site: Site, cookie = ''): Promise<Socket> {
  const socket = io(site.url, {
    transports: ['websocket'],
    extraHeaders: { cookie },
    reconnection: false,
    forceNew: true,
  });
  await new Promise<void>((connected) => socket.once('connect', connected));
  return socket;
}

describe('switches', () => {
  const NOTICE = 'Read-only until nine: we are being flooded.';
  const slug = 'on-switches';

  beforeAll(async () => {
    await linus.request('POST', '/verdicts', { text: verdictText('On switches') });
  });
  afterEach(() => set({}));

  /** Sets a switch and resets the others. */
  const set = (switches: { signUp?: 'closed'; writing?: 'on' }) =>
    linus.request<unknown>('PUT', '/admin/switches', { signUp: 'open', writing: 'on', ...switches });

  const post = (writer: ApiClient) =>
    writer.call<{ code?: string; detail?: string }>('POST', `/verdicts/${slug}/comments`, {
      body: `Said ${crypto.randomUUID()}.`,
    });

  test('the command line makes every process read-only at once: writes, cached pages and open pages', async () => {
    for (const site of sites)
      for (const path of ['/', `/v/${slug}`]) expect(await textOf(site, path)).not.toContain(NOTICE);
    const changed: Promise<void>[] = [];
    const sockets: Socket[] = [];
    for (const site of sites) {
      const socket = await connect(site);
      sockets.push(socket);
      changed.push(new Promise((resolve) => socket.once('site:changed', () => resolve())));
    }
    const { stdout } = await sites[0].cli('switch', 'writing', 'off', '--notice', NOTICE, '--json');
    expect(JSON.parse(stdout)).toEqual({ signUp: 'open', writing: 'off', notice: NOTICE });
    for (const site of sites)
      for (const path of ['/', `/v/${slug}`]) await soon(() => textOf(site, path)).toContain(NOTICE);
    expect(await post(ada)).toMatchObject({ status: 403, body: { code: 'read-only', detail: NOTICE } });
    await Promise.all(changed);
    for (const socket of sockets) socket.close();
    // The buttons do nothing any more.
    const signedIn = await ada.get(`/v/${slug}`);
    expect(signedIn.text).toContain(NOTICE);
    expect(signedIn.text).not.toMatch(/<button(?![^>]* disabled)[^>]* name="stance"/);
    expect(signedIn.text).toMatch(/<button[^>]* name="stance"/);
    expect(signedIn.text).toMatch(/<button[^>]* disabled=""[^>]*>(<!---->)?Comment/);
    await set({ writing: 'on' });
    for (const site of sites) await soon(() => textOf(site, `/v/${slug}`)).not.toContain(NOTICE);
    await soon(async () => (await post(ada)).status).toBe(201);
  });

  test('when sign-up is closed, the page says so, and form and API refuse', async () => {
    await set({ signUp: 'closed' });
    await soon(() => textOf(sites[1], '/sign-up')).toContain('Sign-up is closed');
    await expect(ApiClient.signUp(sites[1].url, 'joan')).rejects.toThrow('sign-up-closed');
    const form = await fetch(`${sites[0].url}/sign-up`, {
      method: 'POST',
      headers: { origin: sites[0].url, accept: 'text/html' },
      body: new URLSearchParams({ username: 'joan', password: 'tulip-harbour-eleven' }),
    });
    expect(form.status).toBe(403);
  });

  test('by approval, an account waits until an admin approves it', async () => {
    const put = { signUp: 'approval', writing: 'on' };
    expect(await linus.call('PUT', '/admin/switches', put)).toEqual({
      status: 200,
      body: { ...put, notice: '' },
    });
    expect((await ada.call('PUT', '/admin/switches', put)).status).toBe(403);
    const [joan, vera] = [
      await ApiClient.signUp(sites[0].url, 'joan'),
      await ApiClient.signUp(sites[0].url, 'vera'),
    ];
    for (const writer of [joan, vera]) {
      expect(await post(writer)).toMatchObject({ status: 403, body: { code: 'awaiting-approval' } });
      expect((await writer.get('/')).text).toContain('waiting for approval');
    }
    expect((await linus.get('/admin/people')).text).toContain('Waiting for approval (2)');
    for (const { name } of [joan, vera]) await linus.submit('/admin/people?/approve', { username: name });
    for (const writer of [joan, vera]) {
      expect((await post(writer)).status).toBe(201);
      expect((await writer.get('/')).text).not.toContain('waiting for approval');
    }
    expect((await linus.get('/admin/people')).text).not.toContain('Waiting for approval');
  });
});

describe('the state of a verdict', () => {
  const slug = 'on-states';
  const path = `/v/${slug}`;
  const NOTE = 'The paper was invented.';
  /** Only in the verdict's text. */
  const TEXT = 'The paper argues that arguing helps.';
  const SAID = 'A point that stays.';

  let comment: { id: string };

  beforeAll(async () => {
    await linus.request('POST', '/verdicts', { text: verdictText('On states') });
    comment = await ada.post(slug, SAID);
  });
  const publish = () => linus.request<void>('POST', `/verdicts/${slug}/publish`);
  beforeEach(publish);

  const status = async (site: Site, address = path) => (await page(site, address)).status;

  /** A reader of the verdict on each process, with the reload messages and disconnects of each. */
  async function readers() {
    return Promise.all(
      sites.map(async (site) => {
        const socket = await connect(site);
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
      for (const each of ['/', path]) expect(await status(site, each)).toBe(200);
    const open = await readers();
    await linus.request('POST', `/verdicts/${slug}/retract`, { note: NOTE });
    for (const site of sites) {
      await soon(() => status(site)).toBe(410);
      const { text } = await page(site, path);
      for (const shown of ['On states', NOTE, SAID]) expect(text).toContain(shown);
      expect(text).not.toContain(TEXT);
      await soon(() => textOf(site, '/')).not.toContain('On states');
    }
    for (const { socket, changed } of open) {
      expect(await changed).toBe('verdict:state');
      socket.close();
    }
    expect(await status(sites[0], `${path}/versions/1`)).toBe(410);
    expect((await ada.call('POST', `/verdicts/${slug}/comments`, { body: 'Late.' })).status).toBe(410);
    // The author withdraws a comment by a plain form and returns to the page.
    expect((await ada.get(path)).text).toContain('Withdraw');
    await ada.submit(`${path}?/withdraw`, { comment: comment.id });
    expect(await textOf(sites[1], path)).not.toContain(SAID);
  });

  test('an unpublished verdict is 404 in every process at once, and its watchers receive nothing more', async () => {
    for (const site of [...sites, ...sites]) expect(await status(site)).toBe(200);
    const open = await readers();
    await linus.request('POST', `/verdicts/${slug}/unpublish`);
    for (const site of sites) {
      await soon(() => status(site)).toBe(404);
      expect(await textOf(site, path)).not.toContain('On states');
    }
    for (const { changed, cut } of open) {
      expect(await changed).toBe('verdict:state');
      expect(await cut).toBe('io server disconnect');
    }
    const socket = await connect(sites[1]);
    const watched = await socket.emitWithAck('verdict:watch', { verdict: slug });
    expect(watched).toEqual({ ok: false, code: 'verdict-not-found' });
    socket.close();
    const admin = await linus.get(path);
    expect(admin.text).toContain('This verdict is unpublished. Only admins see this page.');
    expect(admin.text).toContain(TEXT);
    await publish();
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
      await soon(() => textOf(site, path)).toContain('Well argued');
      expect(await textOf(site, path)).toMatch(/Version 2, edited \d+ \w+ \d{4}: Kinder\./);
      expect(await textOf(site, `${path}/versions/2`)).toMatch(/<del[^>]*>.*Thinly.*<ins[^>]*>.*Well/s);
    }
  });
});

describe('an account’s sockets', () => {
  let mary: ApiClient;
  let socket: Socket;
  beforeAll(async () => {
    mary = await ApiClient.signUp(sites[0].url, 'mary');
  });
  beforeEach(async () => {
    await sites[0].setRole('mary', 'moderator');
    socket = await connect(sites[0], mary.cookie);
    return () => socket.close();
  });

  const isCut = () => expect.poll(() => socket.connected, { timeout: AT_ONCE, interval: 50 }).toBe(false);

  test('removing a role closes the account’s sockets at once', async () => {
    await sites[0].setRole('mary', 'reader');
    await isCut();
  });

  test('deleting an account in SQL closes its sockets', async () => {
    await sites[0].sql(`DELETE FROM users WHERE username = 'mary'`);
    await isCut();
    mary = await ApiClient.signUp(sites[0].url, 'mary');
  });

  test('a role removed while the site wasn’t listening is found when it listens again', async () => {
    // In one transaction with the end of the listening connection, so that the notification is lost.
    await sites[0].sql(`
    BEGIN;
    UPDATE users SET role = 'reader' WHERE username = 'mary';
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database();
    COMMIT`);
    await isCut();
  });

  test('a reader’s session that ended while the site wasn’t listening is found too', async () => {
    const grace = await ApiClient.signUp(sites[0].url, 'grace');
    const [ended, other] = [await connect(sites[0], grace.cookie), await connect(sites[0])];
    await sites[0].sql(`
    UPDATE sessions SET expires_at = now() - interval '1 second'
    WHERE user_id = (SELECT id FROM users WHERE username = 'grace')`);
    await sites[0].sql(`
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`);
    await expect.poll(() => ended.connected, { timeout: AT_ONCE, interval: 50 }).toBe(false);
    expect(other.connected).toBe(true);
    expect(socket.connected).toBe(true);
    other.close();
  });
});
