// N clients watch one verdict, one comment a second: the delivery time to each, and its cost.
import { setTimeout as sleep } from 'node:timers/promises';
import { Clients, lostOf, type CrowdStats } from './clients.ts';
import { halfGuests, broadcasterOf, posterTo, targetOfBare, targetOfSite, type Post } from './crowd.ts';
import {
  atMost,
  figure,
  notReached,
  ratioText,
  spreadText,
  type Section,
  type Table,
  type Target,
} from './report.ts';
import type { Bench, Scenario } from './scenario.ts';
import { seedReaders } from './seed.ts';
import { startBare, startBareWrites, startBenchSite, type Server } from './servers.ts';
import { ratiosOf, spreadOf } from './stats.ts';
import type { WatchTarget } from './watcher.ts';

const COMMENTS = 10;
/** Milliseconds from one comment to the next. */
const PACE = 500;
const CUT_MS = 10_000;
/** Comments posted before, while and after all clients are disconnected, one a second. */
const AROUND = 5;

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
  heldKb: number;
  bytes: number;
}
type Key = keyof Figures;

/** Comments posted to each server before the measurement. */
const WARM_UP = 200;

export const fanOut: Scenario = async (bench) => {
  const { options, database, progress } = bench;
  const sizes = options.watchers ?? (options.full ? [200, 1000, 5000] : [1000]);
  const runs = options.runs ?? 5;
  const ours = await startBenchSite(database, 'bench_fan_out');
  const limit = await startBareWrites(ours);
  const bare = [limit, await startBare('socket.io'), await startBare('ws')];
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
      const figures: Runs = new Map(stages.map(({ server }) => [server.name, []]));
      for (let run = 1; run <= runs; run++) {
        progress(`${size} watchers, run ${run} of ${runs}`);
        for (const stage of stages)
          figures.get(stage.server.name)!.push(await steady(stage, halfGuests(cookies, size)));
      }
      tables.push(tableOf(size, figures));
      targets.push(...targetsOf(size, figures, limit.name));
    }
    const cutSize = sizes.includes(1000) ? 1000 : sizes[0]!;
    const cut = await cutTable(
      bench,
      stages.filter(({ server }) => server === ours || server.name === 'bare socket.io'),
      halfGuests(cookies, cutSize),
    );
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
      `${COMMENTS} comments, one every ${PACE / 1000} s, in each of ${runs} runs, the servers in turn, after ${WARM_UP} said to each to warm it up; medians, and the spread of the runs. Ratios are taken run by run.`,
      '"INSERT, then broadcast" keeps the same promise and nothing more: one INSERT by pg into a table with the columns, indexes and checks of comments, commit, then the same JSON through socket.io to one room. The other bare servers only broadcast it.',
      'Held is what JavaScript holds after a collection of garbage, buffers included, with the clients less without them.',
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
      await sleep(PACE);
    }
    const seen = await clients.settled(COMMENTS, 10_000);
    const after = await server.usage();
    return {
      ...deliveryOf(seen),
      lost: lostOf(seen, COMMENTS),
      cpuMs: (after.cpuMs - held.cpuMs) / COMMENTS,
      heldKb: (held.held - before.held) / crowd.length / 1024,
      bytes: (seen.bytes - bytesBefore) / crowd.length / COMMENTS,
    };
  } finally {
    await clients.stop();
    await sleep(1500);
  }
}

const deliveryOf = ({ delivery: { p50, p99, max } }: CrowdStats) => ({ p50, p99, max });

type Runs = Map<string, Record<Key, number>[]>;

const HEAD: [string, Key][] = [
  ['p50 ms', 'p50'],
  ['p99 ms', 'p99'],
  ['max ms', 'max'],
  ['lost', 'lost'],
  ['CPU ms a comment', 'cpuMs'],
  ['held kB a watcher', 'heldKb'],
  ['bytes a comment', 'bytes'],
];

const valuesOf = (runs: Record<Key, number>[], key: Key) => runs.map((run) => run[key]);

function tableOf(size: number, figures: Runs): Table {
  const rows = [...figures].map(([name, runs]) => [
    name,
    ...HEAD.map(([, key]) => spreadText(spreadOf(valuesOf(runs, key)))),
  ]);
  const [ours, ...bare] = [...figures];
  const ratios = bare.map(([name, runs]) => [
    `ratio to ${name}`,
    ...HEAD.map(([, key]) =>
      key === 'lost' ? '' : ratioText(ratiosOf(valuesOf(ours![1], key), valuesOf(runs, key))),
    ),
  ]);
  return {
    caption: `${figure(size)} watchers`,
    head: ['', ...HEAD.map(([title]) => title)],
    rows: [...rows, ...ratios],
  };
}

function targetsOf(size: number, figures: Runs, limit: string): Target[] {
  const ours = figures.get('CopeCheck')!;
  const ratio = (key: Key, name: string) => ratiosOf(valuesOf(ours, key), valuesOf(figures.get(name)!, key));
  const all = valuesOf(ours, 'lost').reduce((sum, each) => sum + each, 0);
  const lost: Target = {
    what: `${figure(size)} watchers: lost`,
    target: '0',
    measured: figure(all),
    met: all === 0,
  };
  if (size === 1000)
    return [
      atMost(`1,000 watchers: p50 to "${limit}"`, 1.25, ratio('p50', limit)),
      atMost(`1,000 watchers: p99 to "${limit}"`, 1.25, ratio('p99', limit)),
      atMost(
        '1,000 watchers: memory held for each to bare socket.io',
        1.3,
        ratio('heldKb', 'bare socket.io'),
      ),
      lost,
    ];
  return size >= 5000
    ? [lost, atMost(`${figure(size)} watchers: p99, ms`, 1000, spreadOf(valuesOf(ours, 'p99')))]
    : [lost];
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
    await talk(AROUND);
    clients.cut(CUT_MS);
    await sleep(500);
    await talk(AROUND);
    await sleep(CUT_MS - AROUND * 1000);
    await talk(AROUND);
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
