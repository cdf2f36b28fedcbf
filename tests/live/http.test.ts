import { readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { Agent, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CROSS_ORIGIN_ROUTES } from '#lib/http/forms/foreign-writes.ts';
import { startSite, type Site } from '../support/site.ts';
import { verdictText } from '../support/verdict-text.ts';
import { ApiClient } from '../support/api-client.ts';
import { apiToken } from '../support/publish.ts';

const METRICS_TOKEN = 'a-token-for-the-metrics';
const NO_CASE = '018f0000-0000-7000-8000-000000000000';
const slug = 'on-transport';

let site: Site;
let token: string;
let admin: ApiClient;

beforeAll(async () => {
  // Set up for a proxy, and requested without one.
  site = await startSite({ env: { SAMPLE_DATA: 'off', TRUST_PROXY: '1', METRICS_TOKEN } });
  token = await apiToken(site);
  admin = await ApiClient.signUp(site.url, 'linus');
  await site.setRole('linus', 'admin');
  const published = await ask('POST', '/api/v1/verdicts', {
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ text: verdictText('On transport') }),
  });
  expect(published.status, 'a program needs no Origin').toBe(201);
  for (let n = 0; n < 8; n++) await admin.post(slug, `Comment no. ${n} says what the others say.`);
  await ApiClient.signUp(site.url, 'ada');
});
afterAll(() => site?.stop());

type Headers = Record<string, string>;
interface Sent {
  headers?: Headers;
  body?: string;
  agent?: Agent;
}

/** Unlike fetch, sends any header. */
async function ask(method: string, path: string, { headers = {}, body, agent }: Sent = {}) {
  // Node's client sends no Content-Length with DELETE.
  const length: Headers = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request({
      port: site.port,
      host: '127.0.0.1',
      agent: agent ?? false,
      method,
      path,
      headers: { ...length, ...headers },
    });
    sent.once('response', resolve).once('error', reject).end(body);
  });
  return { status: response.statusCode!, headers: response.headers, body: await text(response) };
}

/** The whole response to these bytes. */
function raw(bytes: string): Promise<string> {
  const socket = connect(site.port, '127.0.0.1');
  socket.write(Buffer.from(bytes, 'latin1'));
  return text(socket);
}

describe('a write with a session cookie must come from the site itself', () => {
  // For the exceptions see unsubscribe.test.ts.
  const writes = readdirSync('src/routes', { recursive: true, encoding: 'utf8' })
    .flatMap(writesOf)
    .filter(([, path]) => !CROSS_ORIGIN_ROUTES.includes(path));

  test('every endpoint and form is tested', () => {
    expect(writes.length).toBeGreaterThan(25);
    expect(writes).toContainEqual(['PUT', `/moderation/cases/${NO_CASE}/lease`]);
    expect(writes).toContainEqual(['POST', '/admin/words']);
  });

  const origins: Headers[] = [{ origin: 'https://evil.example' }, { origin: 'null' }, {}];
  const types = ['application/json', 'application/x-www-form-urlencoded', undefined];
  const agent = new Agent({ keepAlive: true });
  afterAll(() => agent.destroy());

  // All origins and all types; three writes in a row have every pair.
  test.each(writes.map(([method, path], at) => [method, path, at] as const))(
    '%s %s',
    async (method, path, at) => {
      for (const [turn, origin] of origins.entries()) {
        const type = types[(turn + at) % types.length];
        const headers = { cookie: admin.cookie, ...origin, ...(type ? { 'content-type': type } : {}) };
        const { status } = await ask(method, path, { headers, body: '{}', agent });
        expect([status, origin, type]).toEqual([403, origin, type]);
      }
    },
  );

  test('the site’s own origin is accepted, and a token without an origin', async () => {
    const headers = { 'content-type': 'application/json', cookie: admin.cookie, origin: site.url };
    const own = await ask('PUT', `/moderation/cases/${NO_CASE}/lease`, { headers, body: '{}' });
    expect(JSON.parse(own.body)).toEqual({ held: false });
    const program = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    expect((await ask('POST', '/api/v1/verdicts', { headers: program, body: '{}' })).status).toBe(422);
  });
});

/** Method and path of every write in a route file, with values for its parameters. */
function writesOf(file: string): [method: string, path: string][] {
  const kind = /(?:^|\/)(\+server|\+page\.server)\.ts$/.exec(file)?.[1];
  if (!kind) return [];
  const source = readFileSync(`src/routes/${file}`, 'utf8');
  const path = `/${file}`
    .replace(/\/\+[^/]+$/, '')
    .replace(/\/\([^)]+\)/g, '')
    .replace('[slug]', slug)
    .replace('[name]', 'linus')
    .replaceAll(/\[[^\]]+\]/g, NO_CASE);
  if (kind === '+page.server') return /export const actions\b/.test(source) ? [['POST', path || '/']] : [];
  const methods = source.matchAll(/export (?:const|function|async function) (POST|PUT|PATCH|DELETE)\b/g);
  return [...methods].map(([, method]) => [method!, path]);
}

describe('every response', () => {
  test('has nosniff', async () => {
    const page = await ask('GET', '/');
    const asset = /\/_app\/immutable\/[^"]+\.js/.exec(page.body)![0];
    const file = await ask('GET', '/favicon.svg');
    const unchanged = { headers: { 'if-none-match': String(file.headers.etag) } };
    const responses: Record<string, Awaited<ReturnType<typeof ask>>> = {
      'a page': page,
      'a kept page': await ask('GET', '/'),
      'a 304 of a kept page': await ask('GET', '/', {
        headers: { 'if-none-match': String(page.headers.etag) },
      }),
      'a page made for one reader': await ask('GET', '/', { headers: { cookie: admin.cookie } }),
      script: await ask('GET', asset),
      image: file,
      'a 304 of an image': await ask('GET', '/favicon.svg', unchanged),
      'a missing file': await ask('GET', '/_app/immutable/none.js'),
      'a missing page': await ask('GET', '/none'),
      'the API': await ask('GET', '/api/v1/verdicts'),
      'a foreign form': await ask('POST', '/feedback', { headers: { origin: 'https://evil.example' } }),
      'a refused poll': await ask('GET', '/socket.io/?EIO=4'),
      'a poll': await ask('GET', '/socket.io/?EIO=4&transport=polling'),
    };
    const bare = Object.entries(responses).filter(
      ([, { headers }]) => headers['x-content-type-options'] !== 'nosniff',
    );
    expect(bare.map(([what]) => what)).toEqual([]);
    expect(Object.values(responses).map(({ status }) => status)).toEqual([
      ...[200, 200, 304, 200, 200, 200, 304, 404, 404, 200, 403, 400, 200],
    ]);
  });

  test('has a Vary header with what it depends on', async () => {
    const varyOf = async (path: string, headers: Record<string, string> = {}) =>
      (await ask('GET', path, { headers })).headers.vary;
    for (const path of ['/', `/v/${slug}`, '/about'])
      for (const headers of [{}, { cookie: admin.cookie }, { cookie: 'appearance=dark' }] as Headers[])
        expect(await varyOf(path, headers)).toBe('accept-encoding, cookie');
    const { etag } = (await ask('GET', '/')).headers;
    expect(await varyOf('/', { 'if-none-match': String(etag) })).toBe('accept-encoding, cookie');
    expect(await varyOf('/none')).toBe('accept, accept-encoding, cookie');
    expect(await varyOf('/api/v1/verdicts')).toBe('authorization, cookie, Accept-Encoding');
    expect(await varyOf('/favicon.svg', { 'accept-encoding': 'br' })).toMatch(/accept-encoding/i);
  });
});

describe('metrics', () => {
  test.each<[string, Record<string, string>, number]>([
    ['this machine', {}, 200],
    ['this machine, by its name', { host: 'localhost:3000' }, 200],
    ['a proxy that names the client', { 'x-forwarded-for': '192.0.2.1' }, 401],
    ['a proxy that names the client in RFC 7239', { forwarded: 'for=192.0.2.1' }, 401],
    ['a proxy that only passes the public name on', { host: 'copecheck.example' }, 401],
    [
      'a proxy, with the token',
      { 'x-forwarded-for': '192.0.2.1', authorization: `Bearer ${METRICS_TOKEN}` },
      200,
    ],
    ['a proxy, with another token', { 'x-forwarded-for': '192.0.2.1', authorization: 'Bearer no' }, 401],
    [
      'a proxy, with a password',
      { 'x-forwarded-for': '192.0.2.1', authorization: `Basic ${METRICS_TOKEN}` },
      401,
    ],
  ])('%s', async (_who, headers, status) => {
    const response = await ask('GET', '/metrics', { headers });
    expect(response.status).toBe(status);
    expect(response.body.includes('http_request_duration_seconds')).toBe(status === 200);
    if (status === 401) expect(response.headers['www-authenticate']).toBe('Bearer realm="metrics"');
  });
});

test('requests that make SvelteKit throw are no server errors', async () => {
  const paths = [
    ...['__proto__', 'constructor', 'toString', 'x', '%zz', ''].flatMap((name) => [
      `/_app/remote/${name}`,
      `/_app/remote/${name}/y`,
    ]),
    ...['/%zz', '/%', '/v/%ff', '/%zz/__data.json', '/v/x/__route.js', '//', '/\\', '*', '?', '/_app/env.js'],
    ...[
      'http://evil.example/',
      '/socket.io/?EIO=4&transport=__proto__',
      '/socket.io/?EIO=4&transport=constructor',
    ],
  ];
  for (const path of paths)
    for (const method of ['GET', 'POST', 'PUT', 'TRACE', 'OPTIONS']) {
      const host = `Host: 127.0.0.1:${site.port}\r\nOrigin: ${site.url}\r\nConnection: close\r\n`;
      const response = await raw(`${method} ${path} HTTP/1.1\r\n${host}Content-Length: 2\r\n\r\n{}`);
      expect(`${method} ${path} ${response.slice(0, 13)}`).toMatch(/ HTTP\/1\.1 [234]/);
    }
  for (const host of ['', 'Host:', 'Host: a b', 'Host: [::1', 'Host: x:99999', 'Host: a\r\nHost: b'])
    expect(await raw(`GET / HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 [24]/);
});

test('/components is for development only, and pages name the version', async () => {
  expect((await ask('GET', '/components')).status).toBe(404);
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect((await ask('GET', '/about')).body).toContain(`Version ${version}`);
});

test('the client’s address is known without the header that the proxy should have set', async () => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ kind: 'idea', message: 'Sent past the proxy.' });
  expect((await ask('POST', '/api/v1/feedback', { headers, body })).status).toBe(201);
});

test.each<[string, string, Record<string, string>, number]>([
  ['POST', '/api/v1/verdicts', {}, 401],
  ['POST', '/api/v1/feedback', { origin: 'https://evil.example' }, 403],
  ['POST', '/none', {}, 404],
  ['PUT', '/api/v1/feedback', {}, 405],
  ['POST', '/about', {}, 405],
  ['POST', '/api/v1/feedback', {}, 413],
])(
  'after an early response to %s %s with %j the connection serves the next request',
  async (method, path, more, status) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const headers = { 'content-type': 'application/json', ...more };
    for (const bytes of [300_000, 3_000_000]) {
      const early = await ask(method, path, { headers, body: 'a'.repeat(bytes), agent });
      expect(early.status).toBe(status);
      expect((await ask('GET', '/healthz', { agent })).status).toBe(200);
    }
    agent.destroy();
  },
);

test('a request to upgrade to an unknown protocol is served as an ordinary one', async () => {
  for (const offer of ['h2c', 'websocket'])
    for (const [path, status] of [
      ['/', 200],
      ['/api/v1/verdicts', 200],
      ['/none', 404],
    ] as const)
      expect((await ask('GET', path, { headers: { connection: 'upgrade', upgrade: offer } })).status).toBe(
        status,
      );
});

// What is compressed, and above all what is not: responses with a secret.

/** As a browser, which accepts compressed responses. */
async function encoded(
  path: string,
  { headers, body, ...rest }: Sent & { method?: string } = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const own = { accept: 'text/html', 'accept-encoding': 'gzip, br', ...headers };
  const sent = request({ host: '127.0.0.1', port: site.port, path, headers: own, agent: false, ...rest });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode!, headers: response.headers, body: await buffer(response) };
}

const signedIn = () => ({ headers: { cookie: admin.cookie } });
const press = (path: string, fields: Record<string, string>) =>
  encoded(path, {
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
  const { headers, body } = await encoded(path(), sent());
  expect(headers['content-encoding']).toBe('br');
  expect(headers.vary?.toLowerCase()).toContain('accept-encoding');
  expect(headers.etag ?? 'W/').toMatch(/^W\//);
  expect(body.byteLength).toBeLessThan(brotliDecompressSync(body).byteLength / 2);
});

test('a cached page is compressed once, for its first reader too', async () => {
  // The first is rendered, the others come from the cache.
  for (let n = 0; n < 3; n++) {
    const { headers, body } = await encoded(`/v/${slug}?sort=newest`);
    expect(headers).toMatchObject({
      'content-encoding': 'br',
      etag: expect.stringMatching(/^W\//) as string,
    });
    expect(brotliDecompressSync(body).toString()).toMatch(/^<!doctype html>/i);
  }
});

test('a file is sent as the build compressed it', async () => {
  const { headers, body } = await encoded('/favicon.svg', { headers: { 'accept-encoding': 'br' } });
  expect(headers['content-encoding']).toBe('br');
  expect(body).toEqual(readFileSync('build/client/favicon.svg.br'));
});

/** Pages whose address has the secret of a link, and responses that show one. */
const SECRETS: Record<string, () => ReturnType<typeof encoded>> = {
  'admin/first': () => encoded('/admin/first?key=abc'),
  confirm: () => encoded('/confirm?token=abc'),
  'report/confirm': () => encoded('/report/confirm?token=abc'),
  reset: () => encoded('/reset?token=abc'),
  unsubscribe: () => encoded('/unsubscribe?token=abc'),
  'v/[slug]/authorship': () => encoded(`/v/${slug}/authorship?token=abc`),
  'notices/unsubscribe': () => encoded('/notices/unsubscribe?token=abc'),
  'admin/(panel)/people': () => press('/admin/people?/reset', { username: 'ada' }),
  'settings/export/[file]': async () => {
    await admin.call('POST', '/me/export');
    const file = () => encoded('/settings/export/copecheck-data.json', signedIn());
    await expect.poll(async () => (await file()).status, { timeout: 60_000 }).toBe(200);
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
