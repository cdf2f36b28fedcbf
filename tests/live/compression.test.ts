// What is compressed on a whole site, and above all what is not: responses with a secret.
import { readdirSync, readFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { publishTitled } from '../support/publish.ts';
import { startSite, type Site } from '../support/site.ts';

let site: Site;
let admin: ApiClient;
let slug: string;

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off' } });
  admin = await ApiClient.signUp(site.url, 'linus');
  await site.setRole('linus', 'admin');
  await ApiClient.signUp(site.url, 'ada');
  slug = await publishTitled(site, 'On compression');
  for (let n = 0; n < 8; n++) await admin.post(slug, `Comment no. ${n} says what the others say.`);
});
afterAll(() => site?.stop());

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

async function ask(
  path: string,
  { headers, body, ...rest }: Sent = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const own = { accept: 'text/html', 'accept-encoding': 'gzip, br', ...headers };
  const sent = request({ host: '127.0.0.1', port: site.port, path, agent: false, headers: own, ...rest });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode!, headers: response.headers, body: await buffer(response) };
}

const signedIn = () => ({ headers: { cookie: admin.cookie } });
const press = (path: string, fields: Record<string, string>) =>
  ask(path, {
    method: 'POST',
    headers: {
      ...signedIn().headers,
      origin: site.url,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
  });

test.each<[string, () => string, () => Sent]>([
  ['a list of the API', () => `/api/v1/verdicts/${slug}/comments`, () => ({})],
  ['the data of a page', () => `/v/${slug}/__data.json`, () => ({})],
  ['a page that is not cached', () => '/about', () => ({})],
  ['a page for a reader', () => `/v/${slug}`, signedIn],
  ['a reader’s settings', () => '/settings', signedIn],
  ['an error page', () => '/none', () => ({})],
])('%s is compressed', async (_what, path, sent) => {
  const { headers, body } = await ask(path(), sent());
  expect(headers['content-encoding']).toBe('br');
  expect(headers.vary?.toLowerCase()).toContain('accept-encoding');
  expect(headers.etag ?? 'W/').toMatch(/^W\//);
  expect(body.byteLength).toBeLessThan(brotliDecompressSync(body).byteLength / 2);
});

test('a cached page is compressed once, for its first reader too', async () => {
  // The first is rendered, the others come from the cache.
  for (let n = 0; n < 3; n++) {
    const { headers, body } = await ask(`/v/${slug}?sort=newest`);
    expect(headers).toMatchObject({
      'content-encoding': 'br',
      etag: expect.stringMatching(/^W\//) as string,
    });
    expect(brotliDecompressSync(body).toString()).toMatch(/^<!doctype html>/i);
  }
});

test('a file is sent as the build compressed it', async () => {
  const { headers, body } = await ask('/favicon.svg', { headers: { 'accept-encoding': 'br' } });
  expect(headers['content-encoding']).toBe('br');
  expect(body).toEqual(readFileSync('build/client/favicon.svg.br'));
});

/** Pages whose address has the secret of a link, and responses that show one. */
const SECRETS: Record<string, () => ReturnType<typeof ask>> = {
  'admin/first': () => ask('/admin/first?key=abc'),
  confirm: () => ask('/confirm?token=abc'),
  'report/confirm': () => ask('/report/confirm?token=abc'),
  reset: () => ask('/reset?token=abc'),
  unsubscribe: () => ask('/unsubscribe?token=abc'),
  'v/[slug]/authorship': () => ask(`/v/${slug}/authorship?token=abc`),
  'notices/unsubscribe': () => ask('/notices/unsubscribe?token=abc'),
  'admin/(panel)/people': () => press('/admin/people?/reset', { username: 'ada' }),
  'settings/export/[file]': async () => {
    await admin.call('POST', '/me/export');
    const file = () => ask('/settings/export/copecheck-data.json', signedIn());
    await expect.poll(async () => (await file()).status, { timeout: 20_000 }).toBe(200);
    return file();
  },
};

test.each(Object.keys(SECRETS))('not compressed, because it has a secret: %s', async (name) => {
  const { headers, body } = await SECRETS[name]!();
  expect(headers).not.toHaveProperty('content-encoding');
  expect(body.byteLength).toBeGreaterThan(1024);
});

test('the list above has every route whose response must not be stored', () => {
  const files = readdirSync('src/routes', { recursive: true, encoding: 'utf8' });
  const secret = files
    .filter((path) => /\+(page\.)?server\.ts$/.test(path))
    .filter((path) => /TOKEN_PAGE|no-store/.test(readFileSync(`src/routes/${path}`, 'utf8')))
    .map((path) => path.replace(/\/\+[a-z.]+$/, ''));
  expect(secret.sort()).toEqual(Object.keys(SECRETS).sort());
});
