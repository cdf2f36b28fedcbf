import type { Socket } from 'node:net';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { MAX_FROM_ONE_ADDRESS } from '#lib/live/connections.server.ts';
import { RECONNECT } from '#lib/live/reconnect.ts';
import { newDataDir, startSite, type Site } from '../support/site.ts';
import { deafWatcher, rawWatcher } from './deaf-client.ts';
import { LONG, lostOf, metric, report } from './report.ts';
import { readerOf, settle, storm, Stubborn, whileWriting } from './storm.ts';
import { publishOn } from './verdict.ts';
import { PATIENCE } from '../support/patience.ts';

const RECONNECTING = Number(process.env['FAULTS_CLIENTS'] ?? (LONG ? 500 : 150));

let site: Site;
let dataDir: string;
let slug: string;
/** A thread that is short when the clients come back to it. */
let fresh: string;
beforeAll(async () => {
  dataDir = await newDataDir();
  site = await startSite({ dataDir, env: { SAMPLE_DATA: 'off' } });
  slug = await publishOn(site, 'On deaf clients');
  fresh = await publishOn(site, 'On returning clients');
});
afterAll(async () => {
  await site?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test(
  'clients that do not read are cut before they cost memory, and nobody else notices',
  { timeout: 120_000 },
  async () => {
    const deaf = await Promise.all(Array.from({ length: 10 }, () => deafWatcher(site.url, slug)));
    const readers = Array.from({ length: 10 }, () => readerOf(site.url, slug));
    await vi.waitUntil(() => readers.every(({ reader }) => reader.socket.connected), { timeout: 10_000 });
    const before = await metric(site.url, 'process_resident_memory_bytes');
    const writers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => Stubborn.signUp(site.url, `deaf-${at}`)),
    );
    // What a comment says is sent as text and as HTML; the machine itself takes some megabytes for each client.
    const long = 'All work and no play makes for a long comment. '.repeat(200);
    const cut = () => metric(site.url, 'live_connections_total', 'slow');
    await whileWriting(
      writers,
      // Each another text, for nobody may say the same twice within ten minutes.
      (writer, i) => writer.post(slug, `${i}. ${long}`),
      () => vi.waitUntil(async () => (await cut()) === deaf.length, { timeout: 40_000, interval: 250 }),
    );
    const after = await metric(site.url, 'process_resident_memory_bytes');
    const came = await settle({ site: site.url, slug }, writers, readers);
    expect(came).toMatchObject({ missing: 0, apart: 0 });
    report(
      `${deaf.length} clients that do not read`,
      `all cut, ${came.accepted} long comments told meanwhile, memory ${mb(before)} → ${mb(after)} MB`,
      lostOf(came),
    );
  },
);

const mb = (bytes: number) => Math.round(bytes / 1e6);

test(
  `${RECONNECTING} clients whose server restarts are back within ten seconds, and level`,
  { timeout: 120_000 },
  async () => {
    const readers = Array.from({ length: RECONNECTING }, () => readerOf(site.url, fresh));
    for (const { reader } of readers) likeThePage(reader.socket);
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
    const crowd = await storm({ site: site.url, slug: fresh, writers: 2, rest: 200 }, () =>
      vi.waitUntil(() => back.length === RECONNECTING, { timeout: 30_000, interval: 50 }),
    );
    const came = await settle({ site: site.url, slug: fresh }, crowd, readers);
    const last = Math.max(...back);
    expect(came).toMatchObject({ missing: 0, apart: 0 });
    expect(last).toBeLessThan(10_000);
    report(`${RECONNECTING} clients come back at once`, `the last after ${last} ms`, lostOf(came));
  },
);

/** The page's own patience; the reader of the tests is in more of a hurry. */
function likeThePage(socket: ReturnType<typeof readerOf>['reader']['socket']): void {
  socket.io.reconnectionDelay(RECONNECT.reconnectionDelay);
  socket.io.reconnectionDelayMax(RECONNECT.reconnectionDelayMax);
  socket.io.randomizationFactor(RECONNECT.randomizationFactor);
  socket.on('server:leaving', ({ retryIn }) =>
    socket.io.reconnectionDelay(Math.round(100 + Math.random() * retryIn)),
  );
}

test(
  'one address gets so many connections that listen and no more, and others still get theirs',
  { timeout: 60_000 },
  async () => {
    const strict = await startSite({ env: { SAMPLE_DATA: 'off', RATE_LIMITS: 'on', TRUST_PROXY: '1' } });
    onTestFinished(async () => void (await strict.stop()));
    const read = await publishOn(strict, 'On slots');
    const open: Socket[] = [];
    const refused: string[] = [];
    const from = (address: string) =>
      rawWatcher(strict.url, read, { 'x-forwarded-for': `6.6.6.6, ${address}` });
    // In tens: a machine's queue of half-open connections is not what is tried here.
    for (let at = 0; at < MAX_FROM_ONE_ADDRESS + 50; at += 10)
      await Promise.all(
        Array.from({ length: 10 }, () =>
          from('192.0.2.1').then(
            (socket) => open.push(socket),
            (error: Error) => refused.push(error.message),
          ),
        ),
      );
    expect(open.length).toBe(MAX_FROM_ONE_ADDRESS);
    expect(new Set(refused)).toEqual(new Set(['refused with 400']));
    await from('192.0.2.2');
    expect((await fetch(strict.url)).status).toBe(200);
    // One that leaves makes room.
    for (const socket of open.splice(0, 10)) socket.destroy();
    await vi.waitUntil(
      async () => (await metric(strict.url, 'live_connections_total', 'closed')) >= 10,
      PATIENCE,
    );
    open.push(await from('192.0.2.1'));
    report(
      `${MAX_FROM_ONE_ADDRESS + 50} sockets from one address`,
      `${MAX_FROM_ONE_ADDRESS} let in, ${refused.length} refused, another address served`,
      'nothing',
    );
  },
);
