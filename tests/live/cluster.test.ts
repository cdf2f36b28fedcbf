import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { io } from 'socket.io-client';
import type { VerdictPresence } from '#lib/live/events.ts';
import { startCluster, type Cluster } from '../faults/cluster.ts';
import { startDatabase, type Database } from '../faults/database.ts';
import { lostOf, report } from '../faults/report.ts';
import { startRedis, whyNoRedis } from '../faults/redis.ts';
import { pause, readerOf, settle, storm } from '../faults/storm.ts';
import { publishOn } from '../faults/verdict.ts';
import { Writer } from '../support/writer.ts';

const READERS = 45;
const WRITERS = 6;

let database: Database;
beforeAll(async () => {
  database = await startDatabase({ flags: ['fsync=off'] });
});
afterAll(() => database?.remove());

if (whyNoRedis) report('three processes (redis)', `SKIPPED: ${whyNoRedis}`, 'not known');

describe.each([
  { adapter: 'postgres', skip: false },
  { adapter: 'redis', skip: whyNoRedis !== null },
])('three processes that hear of each other through $adapter', ({ adapter, skip }) => {
  let cluster: Cluster;
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  let slug: string;
  beforeAll(async () => {
    if (skip) return;
    if (adapter === 'redis') redis = await startRedis();
    cluster = await startCluster(3, {
      DATABASE_URL: database.url,
      LIVE_ADAPTER: adapter,
      ...(redis ? { REDIS_URL: redis.url } : {}),
    });
    slug = await publishOn(cluster.sites[0]!, `On ${adapter}`);
  });
  afterAll(async () => {
    await cluster?.end();
    await redis?.stop();
  });

  test.skipIf(skip)('tell each other’s readers of a change, at once', async () => {
    const readers = cluster.sites.map(({ port }) => readerOf(`http://127.0.0.1:${port}`, slug));
    await vi.waitUntil(() => readers.every(({ reader }) => reader.socket.connected), { timeout: 10_000 });
    await pause(300);
    const heard = () => readers.every(({ reader }) => reader.messages >= 10);
    const crowd = await storm({ site: cluster.url, slug, writers: 2 }, () =>
      vi.waitUntil(heard, { timeout: 20_000 }),
    );
    const asked = readers.map(({ reader }) => reader.follower.resyncs);
    const came = await settle({ site: cluster.url, slug, within: 3000 }, crowd, readers);
    expect(came).toMatchObject({ missing: 0, apart: 0 });
    // By the wire, not by context: at the most they asked once, when they came.
    expect(Math.max(...asked)).toBeLessThanOrEqual(1);
  });

  test.skipIf(skip)(
    'count the readers of all of them, and forget those of one that was killed',
    { timeout: 60_000 },
    async () => {
      const heard: number[] = [];
      const sockets = cluster.sites.map(({ port }) =>
        io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true, reconnection: false }),
      );
      sockets[0]!.on('verdict:presence', ({ readers }: VerdictPresence) => heard.push(readers));
      for (const socket of sockets) await socket.emitWithAck('verdict:watch', { verdict: slug });
      await vi.waitUntil(() => heard.at(-1) === 3, { timeout: 10_000 });
      await cluster.stop(2, 'kill');
      await vi.waitUntil(() => heard.at(-1) === 2, { timeout: 30_000 });
      await cluster.start(2);
      for (const socket of sockets) socket.close();
    },
  );

  test.skipIf(skip)('count an account once that reads in two of them, and say so in both', async () => {
    const { cookie } = await Writer.signUp(cluster.sites[0]!.url, `twice-${adapter}`);
    const connect = (at: number, extraHeaders: Record<string, string> = {}) =>
      io(`http://127.0.0.1:${cluster.sites[at]!.port}`, {
        ...{ transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders },
      });
    const sockets = [connect(0), connect(1), connect(0, { cookie }), connect(1, { cookie })];
    const shown: number[][] = sockets.map(() => []);
    for (const [at, socket] of sockets.entries()) {
      socket.on('verdict:presence', ({ readers }: VerdictPresence) => shown[at]!.push(readers));
      await socket.emitWithAck('verdict:watch', { verdict: slug });
    }
    const bothShow = (readers: number) =>
      vi.waitUntil(() => [0, 1].every((at) => shown[at]!.at(-1) === readers), { timeout: 10_000 });
    await bothShow(3);
    for (const each of shown) each.length = 0;
    sockets[2]!.close();
    // The account is still there in the other process.
    await bothShow(3);
    sockets[3]!.close();
    await bothShow(2);
    for (const socket of sockets) socket.close();
  });

  test.skipIf(skip)(
    'keep every reader level while one is killed, started again, and another restarted in a storm',
    { timeout: 150_000 },
    async () => {
      const readers = Array.from({ length: READERS }, () => readerOf(cluster.url, slug));
      await vi.waitUntil(() => readers.every(({ reader }) => reader.socket.connected), { timeout: 15_000 });
      const crowd = await storm({ site: cluster.url, slug, writers: WRITERS }, async () => {
        await pause(2000);
        await cluster.stop(1, 'kill');
        await pause(1500);
        await cluster.start(1);
        await cluster.stop(2, 'term');
        await cluster.start(2);
        await pause(1500);
      });
      const came = await settle({ site: cluster.url, slug }, crowd, readers);
      report(
        `three processes (${adapter}), one killed, two started anew in a storm`,
        `${READERS} readers, ${came.accepted} comments accepted, ${came.repeated} sends repeated`,
        lostOf(came),
      );
      expect(came).toMatchObject({ missing: 0, apart: 0 });
      expect(came.accepted).toBeGreaterThan(100);
    },
  );
});
