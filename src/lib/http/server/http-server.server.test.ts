import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { headersOf } from './response-headers.server.ts';
import { createSiteServer, HTTP_LIMITS, watchBodies, type HttpLimits } from './http-server.server.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

const ONE_MB = 1024 * 1024;

/** Answers /read once it has the body, /early at once, and /half after a part of the body, like a reader that stops. */
const handle: RequestListener = (request, response) => {
  const answer = () => response.end(`${request.method} ${request.url} answered`);
  if (request.url === '/read') request.resume().once('end', answer);
  else if (request.url === '/half') readHalf(request, answer);
  else if (request.url === '/early') refuse(response);
  else answer();
};

function refuse(response: ServerResponse): void {
  response.writeHead(413, { 'content-type': 'text/plain' });
  response.write('too large');
  response.end();
}

function readHalf(request: IncomingMessage, then: () => void): void {
  request.once('data', () => {
    request.pause();
    then();
  });
}

async function serve({
  origin = 'http://127.0.0.1:3000',
  ...limits
}: Partial<HttpLimits & { origin: string }>) {
  const own = { ...HTTP_LIMITS, ...limits };
  const server = createSiteServer(handle, { headers: headersOf(origin), limits: own });
  watchBodies(server, own);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => (server.close(), server.closeAllConnections()));
  const { port } = server.address() as AddressInfo;
  return { port, server };
}

/** A client that sends what it is given and collects what comes back. */
function client(port: number) {
  const socket = connect(port, '127.0.0.1');
  closers.push(() => socket.destroy());
  let got = '';
  socket.on('data', (chunk: Buffer) => (got += chunk.toString()));
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const until = async (text: string): Promise<string> => {
    while (!got.includes(text)) await Promise.race([once(socket, 'data'), closed.then(() => failed(text))]);
    return got;
  };
  const failed = (text: string): never => {
    throw new Error(`closed before ${JSON.stringify(text)}: ${JSON.stringify(got)}`);
  };
  return { socket, until, closed: () => closed.then(() => got) };
}

const head = (line: string, ...headers: string[]) =>
  `${[`${line} HTTP/1.1`, 'Host: 127.0.0.1', ...headers].join('\r\n')}\r\n\r\n`;
const upload = (path: string, bytes: number, sent = bytes) =>
  head(`POST ${path}`, `Content-Length: ${bytes}`, 'Content-Type: text/plain') + 'a'.repeat(sent);

test.each(['h2c', 'foo', 'TLS/1.0, websocket', 'websocket'])(
  'a request with Upgrade: %s is handled, and so is the next one on its connection',
  async (offer) => {
    const { socket, until } = client((await serve({})).port);
    const headers = [
      'Connection: Upgrade, HTTP2-Settings',
      `Upgrade: ${offer}`,
      'HTTP2-Settings: AAMAAABkAAQAoAAA',
    ];
    socket.write(head('GET /first', ...headers));
    await until('GET /first answered');
    socket.write(head('POST /read', ...headers, 'Content-Length: 3'));
    socket.write('abc');
    await until('POST /read answered');
    socket.write(head('GET /third'));
    await until('GET /third answered');
  },
);

test('a websocket at the path of socket.io is passed to it', async () => {
  const { port, server } = await serve({});
  const upgraded = once(server, 'upgrade') as Promise<[IncomingMessage, Socket]>;
  const { socket } = client(port);
  socket.write(
    head('GET /socket.io/?EIO=4&transport=websocket', 'Connection: upgrade', 'Upgrade: WebSocket'),
  );
  const [request, at] = await upgraded;
  expect(request.url).toContain('/socket.io/');
  at.destroy();
});

test.each(['/early', '/half'])(
  'after %s responds without the body, the rest is read and the connection is used again',
  async (path) => {
    const { socket, until } = client((await serve({})).port);
    socket.write(upload(path, ONE_MB) + head('GET /next'));
    expect(await until('GET /next answered')).not.toContain('Connection: close');
  },
);

test.each(['/early', '/half'])(
  'a body too large to be read closes the connection after the response of %s',
  async (path) => {
    const { socket, closed } = client((await serve({ drainFor: 20_000 })).port);
    // More than the buffers of both sides hold: it is still on its way when the answer is sent.
    socket.end(upload(path, 20 * ONE_MB));
    const answer = await closed();
    expect(answer).toMatch(path === '/early' ? /^HTTP\/1\.1 413 / : /^HTTP\/1\.1 200 /);
    expect(answer).toMatch(/connection: close/i);
    expect(answer).toMatch(path === '/early' ? /too large/ : /answered/);
  },
);

test('a refused body of unknown length closes the connection after the response', async () => {
  const { socket, closed } = client((await serve({ drainFor: 500 })).port);
  socket.write(head('POST /early', 'Transfer-Encoding: chunked'));
  const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
  const more = () => void (socket.writable && socket.write(chunk, () => setImmediate(more)));
  more();
  expect(await closed()).toMatch(/^HTTP\/1\.1 413 .*connection: close.*too large/is);
});

test.each([
  ['known', `Content-Length: ${ONE_MB}`],
  ['unknown', 'Transfer-Encoding: chunked'],
])(
  'a client that never sends the rest of a refused body of %s length is disconnected',
  async (_what, length) => {
    const { socket, closed } = client((await serve({ drainFor: 50 })).port);
    socket.write(head('POST /early', length));
    expect(await closed()).toContain('413');
  },
);

test('late headers close the connection', async () => {
  const { socket, closed } = client((await serve({ headers: 100, checkEvery: 20 })).port);
  socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
  expect(await closed()).toMatch(/^HTTP\/1\.1 408 /);
});

test('a stalled body closes the connection, a slow one does not', async () => {
  const { port } = await serve({ stalledBody: 300 });
  const stalled = client(port);
  stalled.socket.write(upload('/read', 10, 5));
  const slow = client(port);
  slow.socket.write(upload('/read', 8, 0));
  const drops = setInterval(() => slow.socket.write('a'), 100);
  closers.push(() => clearInterval(drops));
  expect(await stalled.closed()).toBe('');
  await slow.until('POST /read answered');
});

test('the limits match the contract', async () => {
  const { server } = await serve({});
  expect([server.headersTimeout, HTTP_LIMITS.stalledBody]).toEqual([20_000, 30_000]);
  expect(server.keepAliveTimeout).toBeGreaterThan(60_000);
  // Node checks this often; the response must not be a minute late.
  expect(HTTP_LIMITS.checkEvery).toBeLessThanOrEqual(1_000);
});

test.each([
  ['a response', head('GET /'), 'HTTP/1.1 200 '],
  ['a refusal', head('GET /early'), 'HTTP/1.1 413 '],
  ['a request that is not HTTP', 'Hello?\r\n\r\n', 'HTTP/1.1 400 '],
  ['headers that are too large', head('GET /', `X-Large: ${'a'.repeat(20_000)}`), 'HTTP/1.1 431 '],
])('%s has nosniff, and HSTS on https', async (_what, request, status) => {
  for (const [origin, strict] of [
    ['https://copecheck.example', true],
    ['http://127.0.0.1:3000', false],
  ] as const) {
    const { socket, until } = client((await serve({ origin })).port);
    socket.write(request);
    const got = await until('\r\n\r\n');
    expect(got).toContain(status);
    expect(got).toContain('x-content-type-options: nosniff');
    expect(got.includes('strict-transport-security: max-age=')).toBe(strict);
  }
});
