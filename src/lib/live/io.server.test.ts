import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { attach, liveServer } from './io.server.ts';

test('sockets that could not be admitted are closed, and nothing is kept of them', async () => {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  (globalThis as Record<symbol, unknown>)[Symbol.for('copecheck.http')] = http;
  const none = () => {};
  await attach({
    admit: () => Promise.reject(new Error('the database is away')),
    ...{ serve: none, hear: none, answer: none, forget: none, stop: none },
  });
  onTestFinished(() => liveServer()!.close());
  const { port } = http.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  await once(client, 'message');
  client.send('40');
  await once(client, 'close');
  const { _preConnectSockets: kept } = liveServer()!.of('/') as unknown as {
    _preConnectSockets: Map<string, unknown>;
  };
  await vi.waitUntil(() => kept.size === 0, { timeout: 2000 });
  expect(liveServer()!.engine.clientsCount).toBe(0);
});
