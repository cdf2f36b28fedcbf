// Subscribing and unsubscribing as mail programs, providers and scanners do: over HTTP without a browser.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailTo } from '../support/mailbox.ts';
import { startSite, type Site } from '../support/site.ts';
import { stopPath } from '../support/stop-link.ts';
import { ApiClient } from '../support/api-client.ts';

const FOREIGN = 'https://mail.example';
const ONE_CLICK = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });

let site: Site;
/** Signed in, because a browser that opens a link sends its cookie. */
let ada: ApiClient;
/** Requests to a fake beehiiv. */
const created: string[] = [];
const beehiiv = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    created.push((JSON.parse(body) as { email: string }).email);
    response.writeHead(201).end('{}');
  });
});

beforeAll(async () => {
  beehiiv.listen(0, '127.0.0.1');
  await once(beehiiv, 'listening');
  site = await startSite({
    env: {
      SAMPLE_DATA: 'off',
      TRUST_PROXY: '1',
      BEEHIIV_API_KEY: 'key',
      BEEHIIV_PUBLICATION: 'pub_1',
      BEEHIIV_API_URL: `http://127.0.0.1:${(beehiiv.address() as AddressInfo).port}`,
    },
  });
  ada = await ApiClient.signUp(site.url, 'ada');
});
afterAll(async () => {
  await site?.stop();
  beehiiv.close();
});

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
}
const send = (address: string, sent: Sent = {}) => fetch(address, { redirect: 'manual', ...sent });
const json = (body: object): Sent => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const stateOf = async (email: string) => {
  const rows = await site.sql<{ state: string }>('SELECT state FROM subscribers WHERE email = $1', [email]);
  return rows[0]?.state;
};
/** By id, because unsubscribing deletes the address. */
const ended = async () => {
  const rows = await site.sql(`SELECT id FROM subscribers WHERE state = 'unsubscribed' AND email IS NULL`);
  return rows.length;
};

/** @returns the address of the confirmation page */
async function requestSubscription(email: string): Promise<string> {
  const response = await send(`${site.url}/api/v1/report/subscriptions`, json({ email }));
  expect(response.status).toBe(202);
  return (await mailTo(site.dataDir, email, /Confirm/)).link('/report/confirm');
}

/** @returns the address in List-Unsubscribe */
async function subscribed(email: string): Promise<string> {
  const page = await requestSubscription(email);
  const body = new URLSearchParams({ token: new URL(page).searchParams.get('token')! });
  const response = await send(page, {
    method: 'POST',
    body,
    headers: { origin: site.url, accept: 'text/html' },
  });
  expect(await stateOf(email)).toBe('confirmed');
  const path = /\/unsubscribe\?token=[\w-]+/.exec(await response.text())![0];
  return site.url + path;
}

/** Opens a link as scanners do: several methods, twice, from another address, with and without cookie and Origin. */
async function scan(address: string): Promise<number[]> {
  const statuses: number[] = [];
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET', 'HEAD'])
    for (const headers of [
      { 'x-forwarded-for': '198.51.100.7' },
      { 'x-forwarded-for': '203.0.113.9', cookie: ada.cookie, origin: FOREIGN },
      { accept: 'text/html', 'sec-purpose': 'prefetch' },
    ] as Record<string, string>[])
      statuses.push((await send(address, { method, headers })).status);
  return statuses;
}

test('a scanner that opens the confirmation link doesn’t confirm, the button does', async () => {
  const page = await requestSubscription('scanned@example.org');
  expect(Math.max(...(await scan(page)))).toBeLessThan(405);
  expect(await stateOf('scanned@example.org')).toBe('pending');
  const token = new URL(page).searchParams.get('token')!;
  const confirm = () => send(`${site.url}/api/v1/report/subscriptions/confirm`, json({ token }));
  expect([(await confirm()).status, (await confirm()).status]).toEqual([204, 204]);
  expect(await stateOf('scanned@example.org')).toBe('confirmed');
  await expect.poll(() => created, { timeout: 60_000 }).toContain('scanned@example.org');
});

test('a scanner that opens the unsubscribe page doesn’t unsubscribe', async () => {
  const address = await subscribed('careful@example.org');
  expect(Math.max(...(await scan(address)))).toBeLessThan(405);
  expect(await stateOf('careful@example.org')).toBe('confirmed');
});

describe('a mail provider’s one-click POST', () => {
  const multipart = () => {
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    return form;
  };
  test.each([
    ['without cookie, Origin or Accept', { body: ONE_CLICK }],
    ['as multipart', { body: multipart() }],
    ['with a foreign Origin and a session’s cookie', { body: ONE_CLICK, foreign: true }],
  ])(
    'ends the subscription: %s',
    async (what, { body, foreign = false }: { body: BodyInit; foreign?: boolean }) => {
      const email = `reader${what.length}@example.org`;
      const address = await subscribed(email);
      const before = await ended();
      const headers: Record<string, string> = foreign ? { origin: FOREIGN, cookie: ada.cookie } : {};
      for (const attempt of ['first', 'again'])
        expect([attempt, (await send(address, { method: 'POST', body, headers })).status]).toEqual([
          attempt,
          200,
        ]);
      expect(await stateOf(email)).toBeUndefined();
      expect(await ended()).toBe(before + 1);
      const page = await (await send(address, { headers: { accept: 'text/html' } })).text();
      expect(page).toContain('You are unsubscribed');
    },
  );

  test('changes nothing without the field, or with another token', async () => {
    const address = await subscribed('stays@example.org');
    const html = { accept: 'text/html' };
    const other = address.replace(/token=./, (start) => (start.endsWith('A') ? 'token=B' : 'token=A'));
    for (const [where, body, status] of [
      [address, new URLSearchParams(), 422],
      [address, new URLSearchParams({ 'List-Unsubscribe': 'No' }), 422],
      [other, ONE_CLICK, 404],
      [`${site.url}/unsubscribe`, ONE_CLICK, 404],
    ] as const)
      expect((await send(where, { method: 'POST', body, headers: html })).status).toBe(status);
    expect(await stateOf('stays@example.org')).toBe('confirmed');
  });
});

test('the link of an email about notices works alike: a scanner changes nothing, the POST of a provider does', async () => {
  const address = site.url + (await stopPath(site.sql, 'ada'));
  const chosen = async () => {
    const rows = await site.sql<{ reply_mail: string }>('SELECT reply_mail FROM delivery_settings');
    return rows[0]?.reply_mail;
  };
  expect(Math.max(...(await scan(address)))).toBeLessThan(405);
  expect(await chosen()).toBeUndefined();
  const html = { accept: 'text/html' };
  const wrong = { method: 'POST', body: new URLSearchParams({ stop: 'all' }) };
  expect((await send(address, { ...wrong, headers: html })).status).toBe(422);
  expect(await chosen()).toBeUndefined();
  for (const headers of [{}, { origin: FOREIGN, cookie: ada.cookie }] as Record<string, string>[])
    expect((await send(address, { method: 'POST', body: ONE_CLICK, headers })).status).toBe(200);
  expect(await chosen()).toBe('never');
  const page = await (await send(address, { headers: html })).text();
  expect(page).toContain(
    'You get emails about mentions of your name and decisions of moderators and admins.',
  );
});

test('without a key in the settings there is no webhook', async () => {
  for (const body of [{ type: 'bounce', email: 'ada@example.org' }, {}])
    expect((await send(`${site.url}/api/v1/report/bounces`, json(body))).status).toBe(404);
});
