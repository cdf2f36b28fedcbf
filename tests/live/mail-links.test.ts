// Mail scanners, other users and forged Host headers against the links in our mails.
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD } from '../support/cast.ts';
import { mailTo, readOutbox } from '../support/mailbox.ts';
import { startSite, type Site } from '../support/site.ts';
import { verdictText } from '../support/verdict-text.ts';
import { ApiClient } from '../support/api-client.ts';

const NEW_PASSWORD = 'lantern-orchard-nine';

let site: Site;
let admin: ApiClient;
/** The tokens of all links that the tests opened. */
const tokens: string[] = [];

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off', TRUST_PROXY: '1', LOG_LEVEL: 'debug' } });
  admin = await ApiClient.signUp(site.url, 'linus');
  await site.setRole('linus', 'admin');
  const page = { text: verdictText('On scanners') };
  expect((await admin.call('POST', '/verdicts', page)).status).toBe(201);
});
afterAll(() => {
  agent.destroy();
  return site?.stop();
});

interface Sent {
  headers?: Record<string, string>;
  body?: string;
}

const agent = new Agent({ keepAlive: true });

/** Unlike fetch, sends any header and follows no redirect. */
async function ask(method: string, link: string, { headers = {}, body }: Sent = {}) {
  const { pathname, search } = new URL(link, site.url);
  const own = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const to = { port: site.port, host: '127.0.0.1', agent, method, path: pathname + search };
    const sent = request({ ...to, headers: { ...own, ...headers } });
    sent.once('response', (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode!, headers: response.headers, body }),
        reject,
      );
    });
    sent.once('error', reject).end(body);
  });
}

/** Submits a page's form without JavaScript and cookies. */
function press(link: string, fields: Record<string, string>) {
  return ask('POST', link, {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: site.url,
      accept: 'text/html',
    },
    body: new URLSearchParams(fields).toString(),
  });
}

const tokenOf = (link: string) => new URL(link).searchParams.get('token')!;

/** Requests that scanners and prefetching make: other addresses, other users' cookies, added parameters, data requests. */
async function scan(link: string): Promise<void> {
  const token = tokenOf(link);
  tokens.push(token);
  const junk = [
    link,
    `${link}&utm_source=mail&fbclid=x`,
    `${link}&/reset&List-Unsubscribe=One-Click`,
    `${link}&token=${token}`,
    `${link}&x-sveltekit-invalidated=11`,
    link.replace('?', '/__data.json?'),
  ];
  for (const address of junk)
    // A scanner tries everything on the link itself.
    for (const method of address === link ? ['GET', 'HEAD', 'GET', 'OPTIONS'] : ['GET'])
      for (const who of [{}, { cookie: admin.cookie }] as Record<string, string>[]) {
        const headers = { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'Scanner/1.0', ...who };
        const response = await ask(method, address, { headers });
        expect(response.status, `${method} ${address}`).toBeLessThan(500);
        if (method === 'OPTIONS') continue;
        expect(response.headers['set-cookie']).toBeUndefined();
        if (response.status !== 200 || address.includes('__data')) continue;
        expect(response.headers['cache-control'], `${method} ${address}`).toBe('no-store');
        // With no-referrer, browsers would send `Origin: null` with the page's own form.
        expect(response.headers['referrer-policy'], `${method} ${address}`).toBe('strict-origin');
        expect(linksElsewhere(response.body).filter((href) => href.includes(token))).toEqual([]);
      }
}

/** Addresses of other hosts on a page, in any attribute. */
function linksElsewhere(html: string): string[] {
  const found = [...html.matchAll(/(?:href|src|action|content)="([^"]+)"/g)].map(([, address]) => address!);
  return found.filter(
    (address) => URL.canParse(address, site.url) && new URL(address, site.url).origin !== site.url,
  );
}

const mail = (to: string, subject: RegExp) => mailTo(site.dataDir, to, subject);

async function signIn(username: string, password: string): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ username, password });
  return (await ask('POST', '/api/v1/session', { headers, body })).status;
}

/** An account with an unconfirmed address. */
async function withAddress(name: string): Promise<{ writer: ApiClient; email: string; link: string }> {
  const writer = await ApiClient.signUp(site.url, name);
  const email = `${name}@example.org`;
  const changed = await writer.call('PUT', '/me/email', { email, password: PASSWORD });
  expect(changed.status).toBe(202);
  return { writer, email, link: (await mail(email, /Confirm/)).link('/confirm') };
}

async function confirmed(name: string) {
  const account = await withAddress(name);
  expect((await press(account.link, { token: tokenOf(account.link) })).status).toBe(200);
  return account;
}

const stateOf = async (email: string) =>
  (await site.sql<{ state: string }>('SELECT state FROM subscribers WHERE email = $1', [email])).map(
    ({ state }) => state,
  );

async function subscribe(email: string): Promise<string> {
  const body = JSON.stringify({ email });
  const headers = { 'content-type': 'application/json' };
  expect((await ask('POST', '/api/v1/report/subscriptions', { headers, body })).status).toBe(202);
  return (await mail(email, /Confirm/)).link('/report/confirm');
}

describe('after a scanner has opened the link, the button still works to', () => {
  test('confirm an address', async () => {
    const { writer, link } = await withAddress('ada');
    await scan(link);
    const me = async () => (await writer.call<{ emailConfirmed: boolean }>('GET', '/me')).body.emailConfirmed;
    expect(await me()).toBe(false);
    expect((await press(link, { token: tokenOf(link) })).body).toContain('Address confirmed');
    expect(await me()).toBe(true);
    await scan(link);
  });

  test('reset a password', async () => {
    const { writer, email } = await confirmed('grace');
    const headers = { 'content-type': 'application/json' };
    await ask('POST', '/api/v1/password-resets', { headers, body: JSON.stringify({ email }) });
    const link = (await mail(email, /Reset/)).link('/reset');
    await scan(link);
    expect(await signIn('grace', PASSWORD)).toBe(200);
    expect((await writer.call('GET', '/me')).status).toBe(200);
    const fields = { token: tokenOf(link), password: NEW_PASSWORD };
    expect((await press(link.replace('?', '?/reset&'), fields)).body).toContain('Password changed');
    expect((await writer.call('GET', '/me')).status).toBe(401);
    expect(await signIn('grace', PASSWORD)).toBe(401);
    expect(await signIn('grace', NEW_PASSWORD)).toBe(200);
    await scan(link);
    const again = await press(link.replace('?', '?/reset&'), { ...fields, password: 'other-password-nine' });
    expect(again.status).toBe(404);
  });

  test('confirm a subscription and unsubscribe', async () => {
    const email = 'reader@example.org';
    const link = await subscribe(email);
    await scan(link);
    expect(await stateOf(email)).toEqual(['pending']);
    const done = await press(link, { token: tokenOf(link) });
    expect(done.body).toContain('You are subscribed');
    expect(done.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'strict-origin' });
    expect(await stateOf(email)).toEqual(['confirmed']);

    await admin.submit('/admin/report?/compose', {});
    await admin.submit('/admin/report?/send', { version: '1' });
    const issue = await mail(email, /Cope Report No/);
    const end = issue.link('/unsubscribe');
    await scan(end);
    expect(await stateOf(email)).toEqual(['confirmed']);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example' };
    const oneClick = (link: string) => ask('POST', link, { headers, body: 'List-Unsubscribe=One-Click' });
    // Mail providers look at the status, also without asking for HTML.
    expect((await oneClick(`${end.slice(0, -1)}!`)).status).toBe(404);
    expect(await stateOf(email)).toEqual(['confirmed']);
    expect((await oneClick(end)).status).toBe(200);
    expect(await stateOf(email)).toEqual([]);
    await scan(end);
  });
});

test('links in mails ignore a forged Host header', async () => {
  const { email } = await confirmed('hedy');
  const forged = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example;proto=https',
    'content-type': 'application/json',
  };
  const asks = [
    ['/api/v1/password-resets', { email }],
    ['/api/v1/report/subscriptions', { email: 'poisoned@example.org' }],
    ['/api/v1/accounts', { username: 'poisoned', password: PASSWORD, email: 'poisoned-2@example.org' }],
  ] as const;
  for (const [path, body] of asks)
    expect((await ask('POST', path, { headers: forged, body: JSON.stringify(body) })).status).toBeLessThan(
      300,
    );
  await mail(email, /Reset/);
  await mail('poisoned@example.org', /Confirm/);
  await mail('poisoned-2@example.org', /Confirm/);
  const feed = await ask('GET', '/report/feed.atom', { headers: forged });
  for (const written of [feed.body, ...(await readOutbox(site.dataDir)).map(({ raw }) => raw)])
    expect(written).not.toContain('evil.example');
});

test('guessed, truncated and swapped tokens are refused', async () => {
  const { link } = await withAddress('mallory');
  const theirs = tokenOf(link);
  const tries = [
    '',
    'x',
    theirs.slice(0, -1),
    `${theirs}A`,
    theirs.toUpperCase(),
    '\0',
    '%',
    'a'.repeat(300),
  ];
  for (const path of ['/confirm', '/reset', '/report/confirm', '/unsubscribe', '/notices/unsubscribe']) {
    for (const token of [...tries, ...(path === '/confirm' ? [] : [theirs])]) {
      const address = `${path}?${path === '/reset' ? '/reset&' : ''}token=${encodeURIComponent(token)}`;
      const fields = { token, password: NEW_PASSWORD, 'List-Unsubscribe': 'One-Click' };
      const { status } = await press(new URL(address, site.url).href, fields);
      expect([404, 422], `${address} ${status}`).toContain(status);
    }
    const page = await ask('GET', `${path}?token=${encodeURIComponent('\0')}`);
    expect(page.status, path).toBeLessThan(500);
  }
  expect((await press(link, { token: theirs })).status).toBe(200);
});

test('of many simultaneous submissions of a reset link one sets the password', async () => {
  const { email } = await confirmed('rosalind');
  const headers = { 'content-type': 'application/json' };
  await ask('POST', '/api/v1/password-resets', { headers, body: JSON.stringify({ email }) });
  const token = tokenOf((await mail(email, /Reset/)).link('/reset'));
  const passwords = Array.from({ length: 4 }, (_, i) => `orchard-lantern-${i}`);
  const responses = await Promise.all(
    passwords.map((password) =>
      ask('PUT', `/api/v1/password-resets/${token}`, { headers, body: JSON.stringify({ password }) }),
    ),
  );
  const statuses = responses.map(({ status }) => status);
  expect(statuses.filter((status) => status === 204)).toHaveLength(1);
  expect(statuses.filter((status) => status === 404)).toHaveLength(3);
  expect(await signIn('rosalind', passwords[statuses.indexOf(204)]!)).toBe(200);
  tokens.push(token);
});

test('the page with a reset link for an admin to hand over is never cached', async () => {
  await ApiClient.signUp(site.url, 'katherine');
  const response = await ask('POST', '/admin/people?/reset', {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
      origin: site.url,
      cookie: admin.cookie,
    },
    body: 'username=katherine',
  });
  tokens.push(/\/reset\?token=([\w-]+)/.exec(response.body)![1]!);
  expect(response.headers['cache-control']).toBe('no-store');
});

test('the log at its most detailed has no token', () => {
  expect(site.output().includes('"path":"/unsubscribe"')).toBe(true);
  expect(tokens.length).toBeGreaterThan(4);
  expect(tokens.filter((token) => site.output().includes(token))).toEqual([]);
});
