import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { io } from 'socket.io-client';
import type { VerdictPresence } from '#lib/live/events.ts';
import { startCluster, type Cluster } from '../faults/cluster.ts';
import { LONG, lostOf, report } from '../faults/report.ts';
import { startRedis, whyNoRedis } from '../faults/redis.ts';
import { allConnected, Load, readerOf, settle } from '../faults/storm.ts';
import { publishTitled } from '../support/publish.ts';
import { ApiClient } from '../support/api-client.ts';
import { freshDatabase } from '../support/database.ts';

const [READERS, WRITERS] = LONG ? [45, 6] : [15, 4];
/** Comments to accept after each change of the processes. */
const ACCEPTED = LONG ? 100 : 40;

const database = await freshDatabase();

if (whyNoRedis) report('three processes (redis)', `SKIPPED: ${whyNoRedis}`, 'not known');

describe.each([
  { adapter: 'postgres', skip: false },
  { adapter: 'redis', skip: whyNoRedis !== null },
])('three processes connected through $adapter', ({ adapter, skip }) => {
  let cluster: Cluster;
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  let slug: string;
  beforeAll(async () => {
    if (skip) return;
    if (adapter === 'redis') redis = await startRedis();
    cluster = await startCluster(3, {
      DATABASE_URL: database,
      LIVE_ADAPTER: adapter,
      ...(redis ? { REDIS_URL: redis.url } : {}),
    });
    slug = await publishTitled(cluster.sites[0]!, `On ${adapter}`);
  });
  afterAll(async () => {
    await cluster?.end();
    await redis?.stop();
  });

  test.skipIf(skip)('publish a change to the readers of all of them', async () => {
    const readers = cluster.sites.map(({ port }) => readerOf(`http://127.0.0.1:${port}`, slug));
    await allConnected(readers);
    const received = () => readers.every(({ reader }) => reader.messages >= 10);
    const load = await Load.signUp({ site: cluster.url, slug }, 2);
    await load.during(() => vi.waitUntil(received, { timeout: 60_000 }));
    const resyncs = readers.map(({ reader }) => reader.sync.resyncs);
    const result = await settle({ site: cluster.url, slug, within: 3000 }, load, readers);
    expect(result).toMatchObject({ missing: 0, diverged: 0 });
    // By broadcast, not by resync: at most one resync, on connecting.
    expect(Math.max(...resyncs)).toBeLessThanOrEqual(1);
  });

  test.skipIf(skip)(
    'count the readers of all of them, without those of a killed process',
    { timeout: 300_000 },
    async () => {
      const received: number[] = [];
      // Only a repeated test finds it killed.
      await cluster.start(2);
      const sockets = cluster.sites.map(({ port }) =>
        io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true, reconnection: false }),
      );
      sockets[0]!.on('verdict:presence', ({ readers }: VerdictPresence) => received.push(readers));
      for (const socket of sockets) await socket.emitWithAck('verdict:watch', { verdict: slug });
      await vi.waitUntil(() => received.at(-1) === 3, { timeout: 10_000 });
      await cluster.stop(2, 'kill');
      await vi.waitUntil(() => received.at(-1) === 2, { timeout: 60_000 });
      for (const socket of sockets) socket.close();
    },
  );

  test.skipIf(skip)('count an account with tabs on two of them once', async () => {
    const { cookie } = await ApiClient.signUp(cluster.sites[0]!.url, `twice-${adapter}`);
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
    // The account is still connected to the other process.
    await bothShow(3);
    sockets[3]!.close();
    await bothShow(2);
    for (const socket of sockets) socket.close();
  });

  test.skipIf(skip)(
    'keep every reader up to date under load while one is started, one is killed and one is stopped',
    { timeout: 150_000 },
    async () => {
      // As the tests before leave them, and for a repeated test too.
      await cluster.start(0);
      await cluster.start(1);
      await cluster.stop(2, 'kill');
      const readers = Array.from({ length: READERS }, () => readerOf(cluster.url, slug));
      await allConnected(readers, 15_000);
      const load = await Load.signUp({ site: cluster.url, slug }, WRITERS);
      await load.during(
        async () => {
          await cluster.start(2);
          await load.accepts(ACCEPTED);
        },
        { rest: LONG ? 60 : 150 },
      );
      // Nearly without rest, so that requests are under way when a process ends.
      await load.during(
        async () => {
          await load.accepts(ACCEPTED);
          await cluster.stop(1, 'kill');
          await load.accepts(ACCEPTED);
          await cluster.stop(0, 'term');
          await load.accepts(ACCEPTED);
        },
        { rest: 5, body: (i) => `Then comment ${i}` },
      );
      const result = await settle({ site: cluster.url, slug }, load, readers);
      report(
        `three processes (${adapter}) under load, one started, one killed, one stopped`,
        `${READERS} readers, ${result.accepted} comments accepted, ${result.retries} retries`,
        lostOf(result),
      );
      expect(result).toMatchObject({ missing: 0, diverged: 0 });
      expect(result.accepted).toBeGreaterThanOrEqual(4 * ACCEPTED);
    },
  );
});
