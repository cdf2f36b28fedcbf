import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { RECONNECT } from '#lib/live/reconnect-backoff.ts';
import { startSite, usedDataDir, type Site } from '../support/site.ts';
import { stalledWatcher } from './raw-websocket.ts';
import { LONG, lostOf, metric, report } from './report.ts';
import { allConnected, Load, readerOf, settle } from './storm.ts';
import { publishTitled } from '../support/publish.ts';

const RECONNECTING = Number(process.env['FAULTS_CLIENTS'] ?? (LONG ? 500 : 40));

/** Clients that stop reading, and as many others. */
const CLIENTS = LONG ? 10 : 3;

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
  { timeout: 300_000 },
  async () => {
    const stalled = await Promise.all(Array.from({ length: CLIENTS }, () => stalledWatcher(site.url, slug)));
    const readers = Array.from({ length: CLIENTS }, () => readerOf(site.url, slug));
    await allConnected(readers);
    const before = await metric(site.url, 'process_resident_memory_bytes');
    const load = await Load.signUp({ site: site.url, slug }, 4);
    // Long, because the kernel buffers some megabytes for each client: 35 kB as Markdown and 35 kB as HTML.
    const long = '📚📖🖋️📜🗞️🔖📝📃 '.repeat(900);
    const disconnected = () => metric(site.url, 'live_connections_total', 'slow');
    await load.during(
      () =>
        vi.waitUntil(async () => (await disconnected()) === stalled.length, {
          timeout: 60_000,
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
  { timeout: 300_000 },
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
      () => vi.waitUntil(() => back.length === RECONNECTING, { timeout: 60_000, interval: 50 }),
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
