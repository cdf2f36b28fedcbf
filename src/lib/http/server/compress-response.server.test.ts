import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { withCompression } from './compress-response.server.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

const LONG = '<p>One sentence after the other.</p>'.repeat(100);
const PAGE: OutgoingHttpHeaders = {
  'content-type': 'text/html; charset=utf-8',
  etag: '"v1"',
  vary: 'accept-encoding, cookie',
};

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Requests `path` from a server that answers with this. */
async function ask(
  path: string,
  asked: { method?: string; headers?: OutgoingHttpHeaders } = { headers: { 'accept-encoding': 'gzip, br' } },
  { status = 200, headers = PAGE, text = LONG } = {},
): Promise<Answer> {
  const server = createServer(
    withCompression((_request, response) => {
      // As adapter-node writes: headers, chunks, end.
      for (const [name, value = ''] of Object.entries(headers)) response.setHeader(name, value);
      response.setHeader('content-length', Buffer.byteLength(text));
      response.writeHead(status);
      if (asked.method !== 'HEAD' && status !== 304) response.write(text);
      response.end();
    }),
  ).listen(0, '127.0.0.1');
  closers.push(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sent = request({ host: '127.0.0.1', port, path, agent: false, ...asked }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode!, headers: response.headers, body: await buffer(response) };
}

const accepting = (encoding: string) => ({ headers: { 'accept-encoding': encoding } });

test.each([
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['br;q=0, gzip', 'gzip', gunzipSync],
] as const)('for %s a response is sent as %s', async (accepted, encoding, decode) => {
  const { headers, body } = await ask('/settings', accepting(accepted));
  expect(headers).toMatchObject({ 'content-encoding': encoding, etag: 'W/"v1"', vary: PAGE.vary });
  expect(headers).not.toHaveProperty('content-length');
  expect(decode(body).toString()).toBe(LONG);
  expect(body.byteLength).toBeLessThan(LONG.length / 5);
});

test('a request that accepts no encoding gets the text with the same etag', async () => {
  for (const asked of [{}, accepting('identity'), accepting('br;q=0')]) {
    const { headers, body } = await ask('/settings', asked);
    expect(headers).not.toHaveProperty('content-encoding');
    expect(headers).toMatchObject({ etag: 'W/"v1"', 'content-length': String(LONG.length) });
    expect(body.toString()).toBe(LONG);
  }
});

test('JSON gets a Vary header that names the encoding', async () => {
  const headers = { 'content-type': 'application/json', vary: 'authorization, cookie' };
  const answer = await ask('/api/v1/verdicts', undefined, { headers });
  expect(answer.headers).toMatchObject({ 'content-encoding': 'br' });
  expect(answer.headers.vary?.toLowerCase()).toBe('authorization, cookie, accept-encoding');
});

test('a 304 has the etag of its page, and a response to HEAD no encoding', async () => {
  const unchanged = await ask('/settings', undefined, { status: 304, headers: { etag: '"v1"' } });
  expect(unchanged).toMatchObject({ status: 304, headers: { etag: 'W/"v1"' } });
  const { headers } = await ask('/settings', { method: 'HEAD', ...accepting('br') });
  expect(headers).not.toHaveProperty('content-encoding');
});

test.each<[string, OutgoingHttpHeaders, string?]>([
  ['is shorter than a kilobyte', PAGE, 'x'.repeat(1023)],
  ['is an image', { ...PAGE, 'content-type': 'image/png' }],
  ['is compressed already', { ...PAGE, 'content-encoding': 'gzip' }],
  ['must not be stored', { ...PAGE, 'cache-control': 'no-store' }],
  ['must not be stored and is private', { ...PAGE, 'cache-control': 'private, no-store' }],
])('a response that %s is left as it is', async (_what, headers, text = LONG) => {
  const answer = await ask('/settings', undefined, { headers, text });
  expect(answer.headers['content-encoding']).toBe(headers['content-encoding']);
  expect(answer.body.toString()).toBe(text);
});

test.each([
  '/reset?token=abc',
  '/reset?/ask',
  '/reset/__data.json?token=abc',
  '/confirm?token=abc',
  '/report/confirm?token=abc',
  '/report/confirm',
  '/unsubscribe?token=abc',
  '/admin/first?key=abc',
  '/about?x=1&token=abc',
  '/api/v1/password-resets/abc',
])('the address of a secret is never compressed: %s', async (path) => {
  expect((await ask(path)).headers).not.toHaveProperty('content-encoding');
});

test.each([
  '/api/v1/mine',
  '/api/v1/verdicts/on-caches/mine?comments=1,2',
  '/__data.json?x-sveltekit-invalidated=01',
  '/v/on-caches/__data.json',
])(
  'a reader’s own state and the data of a page are compressed, although they are not stored: %s',
  async (path) => {
    const headers = { 'content-type': 'application/json', 'cache-control': 'private, no-store' };
    expect((await ask(path, undefined, { headers })).headers['content-encoding']).toBe('br');
  },
);

test('an address that only contains the words of such a path is no exception', async () => {
  const headers = { ...PAGE, 'cache-control': 'no-store' };
  for (const path of ['/api/v1/minex', '/v/api/v1/mine', '/x?y=/api/v1/mine', '/x?y=/__data.json'])
    expect((await ask(path, undefined, { headers })).headers).not.toHaveProperty('content-encoding');
});
