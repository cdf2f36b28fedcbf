import type { Socket } from 'node:net';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { MAX_PER_ADDRESS } from '#lib/live/connection-guard.server.ts';
import { RECONNECT } from '#lib/live/reconnect-backoff.ts';
import { startSite, usedDataDir, type Site } from '../support/site.ts';
import { openWatcher, stalledWatcher } from './raw-websocket.ts';
import { LONG, lostOf, metric, report } from './report.ts';
import { allConnected, Load, readerOf, settle } from './storm.ts';
import { publishTitled } from '../support/publish.ts';
import { PATIENCE } from '../support/patience.ts';

const RECONNECTING = Number(process.env['FAULTS_CLIENTS'] ?? (LONG ? 500 : 150));

let site: Site;
let dataDir: string;
let slug: string;
/** A thread that is still short when the clients reconnect. */
let fresh: string;
beforeAll(async () => {
  dataDir = await usedDataDir({ SAMPLE_DATA: 'off' });
  site = await startSite({ dataDir, env: { SAMPLE_DATA: 'off' } });
  slug = await publishTitled(site, 'On stalled clients');
  fresh = await publishTitled(site, 'On returning clients');
});
afterAll(async () => {
  await site?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test(
  'clients that stop reading are disconnected before they cost memory, and other readers miss nothing',
  { timeout: 120_000 },
  async () => {
    const stalled = await Promise.all(Array.from({ length: 10 }, () => stalledWatcher(site.url, slug)));
    const readers = Array.from({ length: 10 }, () => readerOf(site.url, slug));
    await allConnected(readers);
    const before = await metric(site.url, 'process_resident_memory_bytes');
    const load = await Load.signUp({ site: site.url, slug }, 8);
    // Long, because the kernel buffers some megabytes for each client.
    const long = 'All work and no play makes for a long comment. '.repeat(200);
    const disconnected = () => metric(site.url, 'live_connections_total', 'slow');
    await load.during(
      () =>
        vi.waitUntil(async () => (await disconnected()) === stalled.length, {
          timeout: 40_000,
          interval: 250,
        }),
      // Numbered, because duplicates within ten minutes are refused.
      { rest: 0, body: (i) => `${i}. ${long}` },
    );
    const after = await metric(site.url, 'process_resident_memory_bytes');
    const result = await settle({ site: site.url, slug }, load, readers);
    expect(result).toMatchObject({ missing: 0, diverged: 0 });
    report(
      `${stalled.length} clients that stop reading`,
      `all disconnected, ${result.accepted} long comments sent, memory ${mb(before)} → ${mb(after)} MB`,
      lostOf(result),
    );
  },
);

const mb = (bytes: number) => Math.round(bytes / 1e6);

test(
  `${RECONNECTING} clients reconnect within ten seconds of a restart and catch up`,
  { timeout: 120_000 },
  async () => {
    const readers = Array.from({ length: RECONNECTING }, () => readerOf(site.url, fresh));
    for (const { reader } of readers) reconnectAsThePage(reader.socket);
    const watching = async () => (await metric(site.url, 'live_watchers')) === RECONNECTING;
    await vi.waitUntil(watching, { timeout: 60_000, interval: 250 });
    const { port } = site;
    await site.stop();
    site = await startSite({ dataDir, port, env: { SAMPLE_DATA: 'off' } });
    const up = Date.now();
    const back: number[] = [];
    for (const { reader } of readers)
      if (reader.socket.connected) back.push(0);
      else reader.socket.once('connect', () => back.push(Date.now() - up));
    const load = await Load.signUp({ site: site.url, slug: fresh }, 2);
    await load.during(
      () => vi.waitUntil(() => back.length === RECONNECTING, { timeout: 30_000, interval: 50 }),
      { rest: 200 },
    );
    const result = await settle({ site: site.url, slug: fresh }, load, readers);
    const last = Math.max(...back);
    expect(result).toMatchObject({ missing: 0, diverged: 0 });
    expect(last).toBeLessThan(10_000);
    report(`${RECONNECTING} clients reconnect at once`, `the last after ${last} ms`, lostOf(result));
  },
);

/** The page's own delays: `Reader` reconnects faster. */
function reconnectAsThePage(socket: ReturnType<typeof readerOf>['reader']['socket']): void {
  socket.io.reconnectionDelay(RECONNECT.reconnectionDelay);
  socket.io.reconnectionDelayMax(RECONNECT.reconnectionDelayMax);
  socket.io.randomizationFactor(RECONNECT.randomizationFactor);
  socket.on('server:leaving', ({ retryIn }) =>
    socket.io.reconnectionDelay(Math.round(100 + Math.random() * retryIn)),
  );
}

test(
  'the connections of one address are limited, and other addresses still get theirs',
  { timeout: 60_000 },
  async () => {
    const strict = await startSite({ env: { SAMPLE_DATA: 'off', RATE_LIMITS: 'on', TRUST_PROXY: '1' } });
    onTestFinished(async () => void (await strict.stop()));
    const read = await publishTitled(strict, 'On slots');
    const open: Socket[] = [];
    const refused: string[] = [];
    const from = (address: string) =>
      openWatcher(strict.url, read, { 'x-forwarded-for': `6.6.6.6, ${address}` });
    // In tens: the kernel's backlog of half-open connections isn't tested here.
    for (let at = 0; at < MAX_PER_ADDRESS + 50; at += 10)
      await Promise.all(
        Array.from({ length: 10 }, () =>
          from('192.0.2.1').then(
            (socket) => open.push(socket),
            (error: Error) => refused.push(error.message),
          ),
        ),
      );
    expect(open.length).toBe(MAX_PER_ADDRESS);
    expect(new Set(refused)).toEqual(new Set(['refused with 400']));
    await from('192.0.2.2');
    expect((await fetch(strict.url)).status).toBe(200);
    // A closed connection makes room.
    for (const socket of open.splice(0, 10)) socket.destroy();
    await vi.waitUntil(
      async () => (await metric(strict.url, 'live_connections_total', 'closed')) >= 10,
      PATIENCE,
    );
    open.push(await from('192.0.2.1'));
    report(
      `${MAX_PER_ADDRESS + 50} sockets from one address`,
      `${MAX_PER_ADDRESS} accepted, ${refused.length} refused, another address served`,
      'nothing',
    );
  },
);
