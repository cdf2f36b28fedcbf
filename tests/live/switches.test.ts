import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { io, type Socket } from 'socket.io-client';
import { databaseAddress, startSite, type Site } from '../support/site.ts';
import { verdictText } from '../support/verdict-text.ts';
import { ApiClient } from '../support/api-client.ts';

/** Milliseconds until another process applies a change: a NOTIFY, and 5 ms of cached page state. */
const AT_ONCE = 1_000;
const NOTICE = 'Read-only until nine: we are being flooded.';
const slug = 'on-switches';

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
  const { status } = await linus.call('POST', '/verdicts', { text: verdictText('On switches') });
  expect(status).toBe(201);
});
afterEach(async () => {
  await copecheck('switch', 'writing', 'on');
  await copecheck('switch', 'sign-up', 'open');
});
afterAll(async () => {
  for (const site of [...(sites ?? [])].reverse()) await site.stop();
});

async function copecheck(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await sites[0].cli(...args);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

const post = (writer: ApiClient) =>
  writer.call<{ code?: string; detail?: string }>('POST', `/verdicts/${slug}/comments`, {
    body: `Said ${crypto.randomUUID()}.`,
  });
const page = async (site: Site, path: string) => (await fetch(site.url + path)).text();
const soon = (read: () => Promise<unknown>) => expect.poll(read, { timeout: AT_ONCE, interval: 20 });

test('the command line makes every process read-only at once: writes, cached pages and open pages', async () => {
  for (const site of sites)
    for (const path of ['/', `/v/${slug}`]) expect(await page(site, path)).not.toContain(NOTICE);
  const changed: Promise<void>[] = [];
  const sockets: Socket[] = [];
  for (const { url } of sites) {
    const socket = io(url, { transports: ['websocket'], forceNew: true });
    sockets.push(socket);
    await new Promise<void>((connected) => socket.once('connect', connected));
    changed.push(new Promise((resolve) => socket.once('site:changed', () => resolve())));
  }
  const output = await copecheck('switch', 'writing', 'off', '--notice', NOTICE, '--json');
  expect(JSON.parse(output)).toEqual({ signUp: 'open', writing: 'off', notice: NOTICE });
  for (const site of sites)
    for (const path of ['/', `/v/${slug}`]) await soon(() => page(site, path)).toContain(NOTICE);
  expect(await post(ada)).toMatchObject({ status: 403, body: { code: 'read-only', detail: NOTICE } });
  await Promise.all(changed);
  for (const socket of sockets) socket.close();
  // The buttons do nothing any more.
  const signedIn = await ada.get(`/v/${slug}`);
  expect(signedIn.text).toContain(NOTICE);
  expect(signedIn.text).not.toMatch(/<button(?![^>]* disabled)[^>]* name="stance"/);
  expect(signedIn.text).toMatch(/<button[^>]* name="stance"/);
  expect(signedIn.text).toMatch(/<button[^>]* disabled=""[^>]*>(<!---->)?Comment/);
  await copecheck('switch', 'writing', 'on');
  for (const site of sites) await soon(() => page(site, `/v/${slug}`)).not.toContain(NOTICE);
  await soon(async () => (await post(ada)).status).toBe(201);
});

test('when sign-up is closed, the page says so, and form and API refuse', async () => {
  await copecheck('switch', 'sign-up', 'closed');
  await soon(() => page(sites[1], '/sign-up')).toContain('Sign-up is closed');
  await expect(ApiClient.signUp(sites[1].url, 'joan')).rejects.toThrow('sign-up-closed');
  const form = await fetch(`${sites[0].url}/sign-up`, {
    method: 'POST',
    headers: { origin: sites[0].url, accept: 'text/html' },
    body: new URLSearchParams({ username: 'joan', password: 'tulip-harbour-eleven' }),
  });
  expect(form.status).toBe(403);
});

test('by approval, an account waits until an admin approves it, on the page or the command line', async () => {
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
  await linus.submit('/admin/people?/approve', { username: 'joan' });
  await copecheck('user', 'approve', 'vera');
  for (const writer of [joan, vera]) {
    expect((await post(writer)).status).toBe(201);
    expect((await writer.get('/')).text).not.toContain('waiting for approval');
  }
  expect((await linus.get('/admin/people')).text).not.toContain('Waiting for approval');
});
