// N clients watch one verdict, one comment a second: the delivery time to each, and its cost.
import { setTimeout as sleep } from 'node:timers/promises';
import { Clients, lostOf, type CrowdStats } from './clients.ts';
import { halfGuests, broadcasterOf, posterTo, targetOfBare, targetOfSite, type Post } from './crowd.ts';
import { atMost, figure, notReached, type Section, type Table, type Target } from './report.ts';
import type { Bench, Scenario } from './scenario.ts';
import { seedReaders } from './seed.ts';
import { startBare, startBenchSite, type Server } from './servers.ts';
import { medians } from './stats.ts';
import type { WatchTarget } from './watcher.ts';

const COMMENTS = 5;
const CUT_MS = 10_000;
/** Comments posted while all clients are disconnected, besides those before and after. */
const DURING = 5;

interface Stage {
  server: Server;
  watch: WatchTarget;
  post: Post;
}

interface Figures {
  p50: number;
  p99: number;
  max: number;
  lost: number;
  cpuMs: number;
  rssKb: number;
  heldKb: number;
  bytes: number;
}
type Key = keyof Figures;

/** Comments posted to each server before the measurement. */
const WARM_UP = 200;

export const fanOut: Scenario = async (bench) => {
  const { options, database, progress } = bench;
  const sizes = options.watchers ?? (options.full ? [200, 1000, 5000] : [1000]);
  const runs = options.runs ?? 3;
  const ours = await startBenchSite(database, 'bench_fan_out');
  const bare = [await startBare('socket.io'), await startBare('ws')];
  try {
    const cookies = await seedReaders(ours.sql, 1 + Math.ceil(Math.max(...sizes) / 2));
    const { post, last } = posterTo(ours, cookies.pop()!);
    await post(0); // warms the site up; the bare servers send the same
    const stages: Stage[] = [
      { server: ours, watch: targetOfSite(ours), post },
      ...bare.map((server) => ({ server, watch: targetOfBare(server), post: broadcasterOf(server, last()) })),
    ];
    for (const stage of stages) await warm(stage, cookies);
    const tables: Table[] = [];
    const targets: Target[] = [];
    for (const size of sizes) {
      const figures = new Map<string, Record<Key, number>[]>(stages.map(({ server }) => [server.name, []]));
      for (let run = 1; run <= runs; run++) {
        for (const stage of stages) {
          progress(`${size} watchers, run ${run} of ${runs}, ${stage.server.name}`);
          figures.get(stage.server.name)!.push(await steady(stage, halfGuests(cookies, size)));
        }
      }
      const middle = new Map([...figures].map(([name, each]) => [name, medians(each)]));
      tables.push(tableOf(size, middle));
      targets.push(...targetsOf(size, middle));
    }
    const cutSize = sizes.includes(1000) ? 1000 : sizes[0]!;
    const cut = await cutTable(bench, stages.slice(0, 2), halfGuests(cookies, cutSize));
    tables.push(cut.table);
    targets.push({
      what: `${cutSize} watchers cut for 10 s: lost`,
      target: '0',
      measured: String(cut.lost),
      met: cut.lost === 0,
    });
    if (!sizes.includes(5000)) targets.push(notReached('5,000 watchers', 'lost 0, p99 < 1 s', '--full'));
    return section(sizes, runs, { tables, targets });
  } finally {
    await Promise.all([ours, ...bare].map((server) => server.stop()));
  }
};

function section(
  sizes: number[],
  runs: number,
  { tables, targets }: Pick<Section, 'tables' | 'targets'>,
): Section {
  return {
    ran: [
      `${sizes.map(figure).join(', ')} watching clients, half of them guests, half signed in as different people, in processes of 1,000 (websocket, the page's ThreadSync above it).`,
      `${COMMENTS} comments, one a second, in each of ${runs} runs, after ${WARM_UP} said to each server to warm it up; the figures are medians over the runs. The bare servers broadcast the same JSON to one room.`,
      'Memory is after a collection of garbage, with the clients less without them; held is what JavaScript holds, buffers included.',
    ],
    tables,
    ...(targets ? { targets } : {}),
  };
}

/** Compiles code and allocates memory, so that the figures are those of a server that has run for a while. */
async function warm({ watch, post }: Stage, cookies: string[]): Promise<void> {
  const clients = await Clients.connect(watch, halfGuests(cookies, 100));
  for (let n = 0; n < WARM_UP; n++) await post(n);
  await clients.settled(WARM_UP, 5000);
  await clients.stop();
  await sleep(1000);
}

async function steady(
  { server, watch, post }: Stage,
  crowd: (string | null)[],
): Promise<Record<Key, number>> {
  const before = await server.usage();
  const clients = await Clients.connect(watch, crowd);
  try {
    await sleep(1500); // the presence updates of the connecting clients aren't measured
    const held = await server.usage();
    const bytesBefore = (await clients.seen()).bytes;
    for (let n = 1; n <= COMMENTS; n++) {
      await post(n);
      await sleep(1000);
    }
    const seen = await clients.settled(COMMENTS, 10_000);
    const after = await server.usage();
    return {
      ...deliveryOf(seen),
      lost: lostOf(seen, COMMENTS),
      cpuMs: (after.cpuMs - held.cpuMs) / COMMENTS,
      rssKb: (held.rss - before.rss) / crowd.length / 1024,
      heldKb: (held.held - before.held) / crowd.length / 1024,
      bytes: (seen.bytes - bytesBefore) / crowd.length / COMMENTS,
    };
  } finally {
    await clients.stop();
    await sleep(1500);
  }
}

const deliveryOf = ({ delivery: { p50, p99, max } }: CrowdStats) => ({ p50, p99, max });

const HEAD: [string, Key][] = [
  ['p50 ms', 'p50'],
  ['p99 ms', 'p99'],
  ['max ms', 'max'],
  ['lost', 'lost'],
  ['CPU ms a comment', 'cpuMs'],
  ['RSS kB a watcher', 'rssKb'],
  ['held kB a watcher', 'heldKb'],
  ['bytes a comment', 'bytes'],
];

function tableOf(size: number, figures: Map<string, Record<Key, number>>): Table {
  const rows = [...figures].map(([name, figure]) => [name, ...HEAD.map(([, key]) => figure[key])]);
  const [ours, ...bare] = [...figures];
  const ratios = bare.map(([name, figure]) => [
    `ratio to ${name}`,
    ...HEAD.map(([, key]) => (key === 'lost' ? '' : ours![1][key] / figure[key])),
  ]);
  return {
    caption: `${figure(size)} watchers`,
    head: ['', ...HEAD.map(([title]) => title)],
    rows: [...rows, ...ratios],
  };
}

function targetsOf(size: number, figures: Map<string, Record<Key, number>>): Target[] {
  const ours = figures.get('CopeCheck')!;
  const bare = figures.get('bare socket.io')!;
  const lost: Target = {
    what: `${figure(size)} watchers: lost`,
    target: '0',
    measured: figure(ours.lost),
    met: ours.lost === 0,
  };
  if (size === 1000)
    return [
      atMost('1,000 watchers: p50 to bare socket.io', 1.5, ours.p50 / bare.p50),
      atMost('1,000 watchers: p99 to bare socket.io', 1.5, ours.p99 / bare.p99),
      atMost('1,000 watchers: memory held for each to bare socket.io', 1.3, ours.heldKb / bare.heldKb),
      atMost('1,000 watchers: RSS for each to bare socket.io', 1.3, ours.rssKb / bare.rssKb),
      lost,
    ];
  return size >= 5000 ? [lost, atMost(`${figure(size)} watchers: p99, ms`, 1000, ours.p99)] : [lost];
}

/** All clients are disconnected for ten seconds while comments are posted. */
async function cutTable(
  { progress }: Bench,
  stages: Stage[],
  crowd: (string | null)[],
): Promise<{ table: Table; lost: number }> {
  const rows: (string | number)[][] = [];
  let lost = 0;
  for (const { server, watch, post } of stages) {
    progress(`${crowd.length} watchers, all cut for 10 s, ${server.name}`);
    const clients = await Clients.connect(watch, crowd);
    let n = 0;
    const talk = async (count: number) => {
      for (let i = 0; i < count; i++, await sleep(1000)) await post((n += 1));
    };
    await sleep(1500);
    await talk(COMMENTS);
    clients.cut(CUT_MS);
    await sleep(500);
    await talk(DURING);
    await sleep(CUT_MS - DURING * 1000);
    await talk(COMMENTS);
    const seen = await clients.settled(n, 15_000);
    await clients.stop();
    const gone = lostOf(seen, n);
    if (server.name === 'CopeCheck') lost = gone + seen.resets;
    rows.push([
      server.name,
      n,
      gone,
      gone / n / crowd.length,
      seen.delivery.p50,
      seen.delivery.p99,
      seen.reconnect.p99,
      seen.reconnect.max,
    ]);
    await sleep(1500);
  }
  return {
    lost,
    table: {
      caption: `${figure(crowd.length)} watchers, every line cut for 10 s in the middle; delivery is of what was said while the line was up`,
      head: ['', 'comments', 'lost', 'share lost', 'p50 ms', 'p99 ms', 'back p99 ms', 'back max ms'],
      rows,
    },
  };
}
