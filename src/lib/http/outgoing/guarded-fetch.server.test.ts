import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { settings } from '#lib/env.server.ts';
import { guardedFetch } from './guarded-fetch.server.ts';
import { OutgoingRefused } from './outgoing-target.server.ts';

/** Two servers of one machine, on the same port of two addresses: only the address tells which one answers. */
const requests: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const listening = async (address: string, port: number) => {
  const server = createServer((request, response) => {
    requests.push(request);
    response.setHeader('x-server', address);
    answer(request, response);
  }).listen(port, address);
  await once(server, 'listening');
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};
const port = await listening('127.0.0.1', 0);
await listening('127.0.0.2', port);

const ipv4 = (address: string) => ({ address, family: 4 });
const allow = (...hosts: string[]) => Object.assign(settings(), { FETCH_ALLOW: hosts });

beforeEach(() => {
  requests.length = 0;
  answer = (_request, response) => response.end('hello');
  allow();
});

test.each([
  ['http://example.com/', 'Only https'],
  ['ftp://example.com/', 'Only https'],
  ['file:///etc/passwd', 'Only https'],
  ['https://example.com:8443/', 'port 443'],
  ['https://ada:secret@example.com/', 'name or password'],
  ['https://127.0.0.1/', 'not public'],
  ['https://2130706433/', 'not public'],
  ['https://0x7f.1/', 'not public'],
  ['https://[::1]/', 'not public'],
  ['https://[::ffff:10.0.0.1]/', 'not public'],
  ['https://169.254.169.254/latest/meta-data', 'not public'],
  ['not an address', 'not an address'],
])('%s is refused', async (address, reason) => {
  const resolve = () => Promise.resolve([ipv4('93.184.216.34')]);
  const fault: unknown = await guardedFetch(address, { resolve }).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(OutgoingRefused);
  expect((fault as Error).message).toContain(reason);
});

test('a name is refused if any of its addresses is private, or if it has none', async () => {
  const answers = [[ipv4('10.0.0.1')], [ipv4('93.184.216.34'), { address: 'fd00::1', family: 6 }], []];
  for (const addresses of answers)
    await expect(
      guardedFetch('https://inside.example/', { resolve: () => Promise.resolve(addresses) }),
    ).rejects.toBeInstanceOf(OutgoingRefused);
});

test('a name is resolved once: the connection goes to the checked address, with the name as its host', async () => {
  allow(`rebind.test:${port}`);
  const answers = [[ipv4('127.0.0.1')], [ipv4('127.0.0.2')]];
  let asked = 0;
  const resolve = () => Promise.resolve(answers[asked++]!);
  const { status, headers, body } = await guardedFetch(`http://rebind.test:${port}/a?b`, { resolve });
  expect({ status, server: headers['x-server'], body: body.toString(), asked }).toEqual({
    ...{ status: 200, server: '127.0.0.1', body: 'hello', asked: 1 },
  });
  expect(requests[0]).toMatchObject({ url: '/a?b', headers: { host: `rebind.test:${port}` } });
});

test('TLS names the host, not the address that it connects to', async () => {
  let named: string | undefined;
  const server = createTlsServer({
    SNICallback: (name, done) => ((named = name), done(new Error('no key'))),
  });
  server.on('tlsClientError', () => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tlsPort = (server.address() as AddressInfo).port;
  allow(`tls.test:${tlsPort}`);
  const resolve = () => Promise.resolve([ipv4('127.0.0.1')]);
  await expect(guardedFetch(`https://tls.test:${tlsPort}/`, { resolve })).rejects.toThrow();
  server.close();
  expect(named).toBe('tls.test');
});

test('each redirect is checked like the first address, and their number is limited', async () => {
  allow(`127.0.0.1:${port}`);
  const from = `http://127.0.0.1:${port}/`;
  answer = (_request, response) => response.writeHead(302, { location: `http://127.0.0.2:${port}/` }).end();
  await expect(guardedFetch(from)).rejects.toBeInstanceOf(OutgoingRefused);
  answer = (_request, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  await expect(guardedFetch(from)).rejects.toBeInstanceOf(OutgoingRefused);
  answer = (_request, response) => response.writeHead(302, { location: '/again' }).end();
  await expect(guardedFetch(from, { redirects: 2 })).rejects.toThrow('redirects too often');
  expect(requests).toHaveLength(2 + 3);
});

test('credentials don’t follow a redirect to another origin', async () => {
  allow(`127.0.0.1:${port}`, `127.0.0.2:${port}`);
  answer = ({ headers }, response) =>
    headers.host!.startsWith('127.0.0.1')
      ? response.writeHead(307, { location: `http://127.0.0.2:${port}/` }).end()
      : response.end('there');
  const headers = { Authorization: 'Bearer secret', accept: 'text/plain' };
  const { url } = await guardedFetch(`http://127.0.0.1:${port}/`, { headers });
  expect(url).toBe(`http://127.0.0.2:${port}/`);
  expect(requests.map(({ headers }) => [headers.authorization, headers.accept])).toEqual([
    ['Bearer secret', 'text/plain'],
    [undefined, 'text/plain'],
  ]);
});

test('a write is never redirected, nor anything with no redirects allowed', async () => {
  allow(`127.0.0.1:${port}`);
  answer = (_request, response) => response.writeHead(307, { location: 'http://10.0.0.1/' }).end();
  const from = `http://127.0.0.1:${port}/`;
  expect(await guardedFetch(from, { method: 'POST', body: 'x' })).toMatchObject({ status: 307 });
  expect(await guardedFetch(from, { redirects: 0 })).toMatchObject({ status: 307 });
});

test('an answer that changes the protocol is refused, and a connection that ends without one is an error', async () => {
  allow(`127.0.0.1:${port}`);
  const from = `http://127.0.0.1:${port}/`;
  answer = ({ socket }) =>
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await expect(guardedFetch(from)).rejects.toBeInstanceOf(OutgoingRefused);
  answer = ({ socket }) => socket.end();
  await expect(guardedFetch(from)).rejects.not.toBeInstanceOf(OutgoingRefused);
});

test('an answer that is too long, or never ends, is an error', async () => {
  allow(`127.0.0.1:${port}`);
  const from = `http://127.0.0.1:${port}/`;
  answer = (_request, response) => response.end('x'.repeat(101));
  const long: unknown = await guardedFetch(from, { maxBytes: 100 }).catch((error: unknown) => error);
  expect((long as Error).message).toContain('more than 100 bytes');
  // It may be shorter the next time.
  expect(long).not.toBeInstanceOf(OutgoingRefused);
  answer = (_request, response) => void response.write('x');
  await expect(guardedFetch(from, { timeout: 100 })).rejects.toThrow();
  const resolve = () => new Promise<never>(() => {});
  await expect(guardedFetch('https://slow.example/', { timeout: 100, resolve })).rejects.toThrow();
});
