import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type Server as HttpServer } from 'node:http';
import { createConnection, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Server, type Socket as ServerSocket } from 'socket.io';
import { io as connect, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ConnectionGuard, MAX_PACKETS_A_SECOND } from './connection-guard.server.ts';
import { JOIN_WITHIN, SUBSCRIBE_WITHIN, POLL_WITHIN, SILENT_AFTER } from './connection-rules.ts';
import { PATIENCE } from '../../../tests/support/patience.ts';

describe('with a test clock and real connections', () => {
  const MOST = 4;
  let http: HttpServer;
  let io: Server;
  let guard: ConnectionGuard;
  let url: string;
  let now: number;
  let limited: boolean;
  let agent: Agent;

  beforeEach(async () => {
    now = 0;
    limited = true;
    agent = new Agent({ keepAlive: true });
    http = createServer();
    guard = new ConnectionGuard({ now: () => now, limited: () => limited, maxPerAddress: MOST });
    io = new Server(http, {
      serveClient: false,
      maxHttpBufferSize: 4096,
      allowRequest: (request, answer) => {
        const why = guard.whyRefuse(request);
        answer(why, why === null);
      },
    });
    guard.watch(io);
    io.on('connection', (socket) =>
      socket.on('watch', async (answer: () => void) => (await socket.join('room'), answer())),
    );
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    agent.destroy();
    await io.close();
  });

  /** One request of a polling client, from any loopback address. */
  async function poll(
    query: string,
    { from = '127.0.0.1', method = 'GET', body = '' } = {},
  ): Promise<{ status: number; text: string }> {
    const asked = request(`${url}/socket.io/?EIO=4&transport=polling${query}`, {
      agent,
      method,
      localAddress: from,
    });
    const [response] = (await once(asked.end(body), 'response')) as [IncomingMessage];
    return { status: response.statusCode!, text: await text(response) };
  }

  async function openPolling(from?: string): Promise<string> {
    const { status, text } = await poll('', from ? { from } : {});
    if (status !== 200) throw new Error(`refused with ${status}`);
    return (JSON.parse(text.slice(1)) as { sid: string }).sid;
  }

  async function reader(transport: 'websocket' | 'polling' = 'websocket'): Promise<Socket> {
    const socket = connect(url, { transports: [transport], forceNew: true, reconnection: false });
    onTestFinished(() => void socket.disconnect());
    await new Promise<void>((done, refused) => {
      socket.once('connect', done);
      socket.once('connect_error', refused);
    });
    return socket;
  }

  async function watching(transport?: 'websocket' | 'polling'): Promise<Socket> {
    const socket = await reader(transport);
    await socket.emitWithAck('watch');
    return socket;
  }

  const open = () => io.engine.clientsCount;
  const later = (ms: number) => {
    now += ms;
    guard.check();
  };

  test('an abandoned polling session is ended, one that polls stays', async () => {
    const alive = await watching('polling');
    await openPolling();
    later(POLL_WITHIN + 1);
    // The reader has a poll open, so the check counts it as active.
    expect(open()).toBe(1);
    later(POLL_WITHIN + 1);
    expect(alive.connected).toBe(true);
    expect(open()).toBe(1);
  });

  test('a websocket that never joins is ended, one that has joined stays', async () => {
    await reader();
    const unused = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    await once(unused, 'message');
    later(JOIN_WITHIN + 1);
    expect(open()).toBe(1);
    await once(unused, 'close');
  });

  test('a client that leaves the namespace but keeps the connection is ended', async () => {
    const socket = await reader();
    const gone = once(io.sockets.sockets.get(socket.id!)!, 'disconnect');
    socket.io.engine.write('41');
    await gone;
    later(JOIN_WITHIN + 1);
    expect(open()).toBe(0);
  });

  test('one connection gets one socket, however often it joins before it is admitted', async () => {
    const admitted: string[] = [];
    io.use((socket, next) => void setImmediate(() => (admitted.push(socket.id), next())));
    const greedy = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    await once(greedy, 'message');
    for (let n = 0; n < 5; n++) greedy.send('40');
    await once(greedy, 'close');
    await vi.waitUntil(() => open() === 0, PATIENCE);
    expect(io.sockets.sockets.size).toBe(0);
    expect(
      (io.sockets as unknown as { _preConnectSockets: Map<string, unknown> })._preConnectSockets.size,
    ).toBe(0);
  });

  test('abandoned sessions of an address are replaced at once, and other addresses are not affected', async () => {
    for (let n = 0; n < MOST; n++) await openPolling();
    await expect(reader()).rejects.toThrow();
    expect(await openPolling('127.0.0.2')).toBeTruthy();
    now += SUBSCRIBE_WITHIN + 1;
    expect((await watching()).connected).toBe(true);
    expect(open()).toBe(MOST + 1);
  });

  test('readers keep their slots, and a refused client is admitted when one leaves', async () => {
    const readers: Socket[] = [];
    for (let n = 0; n < MOST; n++) readers.push(await watching());
    now += SUBSCRIBE_WITHIN + 1;
    await expect(reader()).rejects.toThrow();
    expect((await poll('')).status).toBe(403);
    expect(readers.every(({ connected }) => connected)).toBe(true);
    const closed = once(
      [...io.sockets.sockets.values()].find(({ id }) => id === readers[0]!.id)!,
      'disconnect',
    );
    readers[0]!.disconnect();
    await closed;
    await vi.waitFor(async () => expect((await reader()).connected).toBe(true), PATIENCE);
  });

  test('a reader who no longer answers pings is replaced', async () => {
    for (let n = 0; n < MOST; n++) await watching();
    now += SILENT_AFTER + 1;
    expect((await watching()).connected).toBe(true);
    expect(open()).toBe(MOST);
  });

  test('without limits an address can open any number', async () => {
    limited = false;
    for (let n = 0; n < MOST * 2; n++) await openPolling();
    expect(open()).toBe(MOST * 2);
  });

  test('a session that polls is upgraded once, and each further websocket is refused before its handshake', async () => {
    const sid = await openPolling();
    const upgrade = () =>
      new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&sid=${sid}`);
    const first = upgrade();
    await once(first, 'open');
    const [error] = (await once(upgrade(), 'error')) as [Error];
    expect(error.message).toContain('400');
    first.terminate();
  });

  test('websockets that their session does not use count for their address, and are ended', async () => {
    limited = true;
    const sid = await openPolling();
    const strays: WebSocket[] = [];
    for (let n = 0; n < MOST - 1; n++) {
      const stray = new WebSocket(
        `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&sid=${sid}`,
      );
      await once(stray, 'open');
      // Not what an upgrade begins with: engine.io closes it and waits for a confirmation, which never comes.
      stray.pause();
      stray.send('4nonsense');
      await vi.waitUntil(
        () =>
          !Object.values(
            (io.engine as unknown as { clients: Record<string, { upgrading: boolean }> }).clients,
          )[0]!.upgrading,
        PATIENCE,
      );
      strays.push(stray);
    }
    const tcp = () => new Promise<number>((done) => http.getConnections((_, count) => done(count)));
    expect(await tcp()).toBeGreaterThanOrEqual(MOST);
    later(0);
    later(10_001);
    await vi.waitUntil(async () => (await tcp()) <= MOST - strays.length, PATIENCE);
  });

  test('a flood of packets ends the connection', async () => {
    const socket = await reader();
    const ended = new Promise((done) => socket.once('disconnect', done));
    for (let n = 0; n <= MAX_PACKETS_A_SECOND; n++) socket.emit('anything');
    await ended;
    expect(open()).toBe(0);
  });

  test('a client that polls again without reading the last response is ended, with the response', async () => {
    const sid = await openPolling();
    const socket = new Promise<ServerSocket>((done) => io.once('connection', done));
    await poll(`&sid=${sid}`, { method: 'POST', body: '40' });
    const open = () => {
      const tcp = createConnection((http.address() as AddressInfo).port, '127.0.0.1').pause();
      tcp.write(`GET /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: x\r\n\r\n`);
      onTestFinished(() => void tcp.destroy());
      return tcp;
    };
    // The response to the CONNECT.
    await poll(`&sid=${sid}`);
    const deaf = open();
    await vi.waitUntil(polled, PATIENCE);
    // More than the kernel takes for the client. The open poll takes it at once: a check would end a client for which it
    // still waits.
    (await socket).emit('large', 'x'.repeat(20_000_000));
    open();
    await vi.waitUntil(() => io.engine.clientsCount === 0, PATIENCE);
    deaf.resume();
    await once(deaf, 'close');
    expect(deaf.bytesRead).toBeLessThan(20_000_000);

    function polled(): boolean {
      const { clients } = io.engine as unknown as {
        clients: Record<string, { transport: { writable: boolean } }>;
      };
      return clients[sid]!.transport.writable;
    }
  });

  test('other methods than GET and POST get 405', async () => {
    const sid = await openPolling();
    expect((await poll(`&sid=${sid}`, { method: 'PUT' })).status).toBe(405);
  });
});
