import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { settings } from '#lib/env.server.ts';
import { processState } from '#lib/process-state.ts';
import { attach, liveServer } from './io.server.ts';

let address: string;
beforeAll(async () => {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  processState<HttpServer>('http').value = http;
  const none = () => {};
  await attach({
    admit: () => Promise.reject(new Error('the database is away')),
    ...{ serve: none, onPresenceChanged: none, onReadersRequested: none, onProcessLeft: none, stop: none },
  });
  address = `127.0.0.1:${(http.address() as AddressInfo).port}/socket.io/?EIO=4`;
});
afterAll(() => liveServer()!.close());

test('sockets that could not be admitted are closed, and nothing is kept of them', async () => {
  const client = new WebSocket(`ws://${address}&transport=websocket`);
  await once(client, 'message');
  client.send('40');
  await once(client, 'close');
  const { _preConnectSockets: kept } = liveServer()!.of('/') as unknown as {
    _preConnectSockets: Map<string, unknown>;
  };
  await vi.waitUntil(() => kept.size === 0, { timeout: 2000 });
  expect(liveServer()!.engine.clientsCount).toBe(0);
});

const poll = (query = '', init: RequestInit = {}) =>
  fetch(`http://${address}&transport=polling${query}`, init);

test('pages of other origins can’t open or use a session', async () => {
  const foreign = { headers: { origin: 'https://evil.example' } };
  expect((await poll('', foreign)).status).toBe(400);
  const { sid } = JSON.parse(
    (await (await poll('', { headers: { origin: settings().ORIGIN } })).text()).slice(1),
  ) as {
    sid: string;
  };
  expect((await poll(`&sid=${sid}`, { ...foreign, method: 'POST', body: '40' })).status).toBe(400);
  expect((await poll(`&sid=${sid}`, { method: 'POST', body: '40' })).status).toBe(200);
});

test('no response is a script, which pages of other hosts could read', async () => {
  const answer = await poll('&j=0');
  expect(answer.status).toBe(400);
  expect(await answer.text()).not.toContain('sid');
});
