// Writers at full speed before many watchers: comments accepted per second, and their delivery to every watcher.
import { setTimeout as sleep } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { Clients, lostOf } from './clients.ts';
import { commentRequest, halfGuests, targetOfSite } from './crowd.ts';
import { Connection, type HttpRequest } from './http.ts';
import {
  atLeast,
  atMost,
  figure,
  ratioText,
  spreadText,
  type Section,
  type Table,
  type Target,
} from './report.ts';
import type { Bench, Scenario } from './scenario.ts';
import { seedReaders } from './seed.ts';
import { startBareWrites, startBenchSite, type BenchSite } from './servers.ts';
import { LatencyHistogram, ratiosOf, spreadOf } from './stats.ts';
import { startWaline, type Waline } from './waline.ts';

/** The size of our pool: see db/client.server.ts. */
const POOL = 16;

export const storm: Scenario = async (bench) => {
  const { options, database, progress } = bench;
  const crowds = options.watchers ?? (options.full ? [20, 1000, 5000] : [20, 1000]);
  const runs = options.runs ?? 5;
  const seconds = options.seconds ?? 3;
  const ours = await startBenchSite(database, 'bench_storm');
  const bare = await startBareWrites(ours);
  const waline = options.waline ? await startWaline(database).catch((error: Error) => error) : null;
  try {
    const cookies = await seedReaders(ours.sql, options.writers + Math.ceil(Math.max(...crowds) / 2));
    const writers = cookies.splice(0, options.writers);
    const requests = writers.map((cookie) => () => commentRequest(ours, cookie, 0));
    for (const { url } of [ours, bare]) await runWriters(url, requests, 1); // warms them up
    const stormed = new Map<number, StormFigures[]>(crowds.map((crowd) => [crowd, []]));
    const bareRates = new Map<number, number[]>(crowds.map((crowd) => [crowd, []]));
    const inserts: { pool: number; writers: number }[] = [];
    const walineRates: number[] = [];
    for (let run = 1; run <= runs; run++) {
      for (const crowd of crowds) {
        progress(`${writers.length} writers, ${crowd} watchers, run ${run} of ${runs}`);
        stormed
          .get(crowd)!
          .push(await stormOnce(ours, { writers, crowd: halfGuests(cookies, crowd), seconds }));
        const { accepted, seconds: took, refused } = await runWriters(bare.url, requests, seconds);
        if (refused) throw new Error(`the bare server refused ${refused} comments`);
        bareRates.get(crowd)!.push(accepted / took);
      }
      progress(`plain INSERTs, run ${run} of ${runs}`);
      inserts.push({
        pool: await plainInserts(ours, POOL, seconds / 2),
        writers: await plainInserts(ours, writers.length, seconds / 2),
      });
      if (waline && !(waline instanceof Error)) {
        progress(`Waline, run ${run} of ${runs}`);
        walineRates.push(await walineStorm(waline, writers.length, seconds));
      }
    }
    return section(bench, { stormed, bareRates, inserts, waline, walineRates, runs, seconds });
  } finally {
    if (waline && !(waline instanceof Error)) await waline.stop();
    await Promise.all([ours.stop(), bare.stop()]);
  }
};

type StormFigures = Record<
  'perSecond' | 'refused' | 'answerP99' | 'p50' | 'p99' | 'lost' | 'messages' | 'cpu' | 'rssMb',
  number
>;

interface Storm {
  writers: string[];
  crowd: (string | null)[];
  seconds: number;
}

async function stormOnce(ours: BenchSite, { writers, crowd, seconds }: Storm): Promise<StormFigures> {
  const clients = await Clients.connect(targetOfSite(ours), crowd);
  try {
    await sleep(1500);
    const before = await ours.usage();
    let n = 0;
    const requests = writers.map((cookie) => () => commentRequest(ours, cookie, (n += 1)));
    const written = await runWriters(ours.url, requests, seconds);
    const after = await ours.usage();
    const seen = await clients.settled(written.accepted, 30_000);
    return {
      perSecond: written.accepted / written.seconds,
      refused: written.refused,
      answerP99: written.times.p99,
      p50: seen.delivery.p50,
      p99: seen.delivery.p99,
      lost: lostOf(seen, written.accepted) + seen.resets,
      messages: seen.messages / crowd.length,
      cpu: (after.cpuMs - before.cpuMs) / written.seconds / 1000,
      rssMb: after.rss / 2 ** 20,
    };
  } finally {
    await clients.stop();
    await sleep(1500);
  }
}

interface WriteResult {
  accepted: number;
  refused: number;
  seconds: number;
  times: LatencyHistogram;
}

/** Repeats each request on its own connection for `seconds`, then waits for the responses under way. */
export async function runWriters(
  url: string,
  requests: (() => HttpRequest)[],
  seconds: number,
  isAccepted = ({ status }: { status: number; body: Buffer }) => status === 201,
): Promise<WriteResult> {
  const times = new LatencyHistogram();
  const connections = await Promise.all(requests.map(() => Connection.open(url)));
  const begun = performance.now();
  let accepted = 0;
  let refused = 0;
  await Promise.all(
    connections.map(async (connection, i) => {
      while (performance.now() - begun < seconds * 1000) {
        const sent = performance.now();
        const response = await connection.request(requests[i]!());
        times.record(performance.now() - sent);
        if (isAccepted(response)) accepted += 1;
        else refused += 1;
      }
    }),
  );
  for (const connection of connections) connection.close();
  return { accepted, refused, seconds: (performance.now() - begun) / 1000, times };
}

/** Inserts the same row into a table with the same columns, indexes and checks. @returns rows per second */
async function plainInserts(
  { sql, databaseUrl, verdictId }: BenchSite,
  connections: number,
  seconds: number,
) {
  await sql.query('DROP TABLE IF EXISTS plain; CREATE TABLE plain (LIKE comments INCLUDING ALL)');
  const { rows } = await sql.query<{ author_id: string; body: string; html: string }>(
    'SELECT author_id, body, html FROM comments ORDER BY seq DESC LIMIT 1',
  );
  const { author_id: author, body, html } = rows[0]!;
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: databaseUrl }));
  await Promise.all(clients.map((client) => client.connect()));
  const begun = performance.now();
  let done = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() - begun < seconds * 1000) {
        done += 1;
        await client.query({ name: 'plain', text: PLAIN, values: [verdictId, author, done, body, html] });
      }
    }),
  );
  const rate = done / ((performance.now() - begun) / 1000);
  await Promise.all(clients.map((client) => client.end()));
  return rate;
}

const PLAIN = `INSERT INTO plain (id, verdict_id, author_id, depth, path, body, html, renderer, seq, nonce)
  VALUES (uuidv7(), $1, $2, 0, lpad(to_hex($3::int), 8, '0'), $4, $5, 1, $3::int, gen_random_uuid())`;

async function walineStorm(waline: Waline, writers: number, seconds: number): Promise<number> {
  let n = 0;
  const requests = Array.from({ length: writers }, () => () => waline.post((n += 1)));
  const { accepted, seconds: took } = await runWriters(waline.url, requests, seconds, waline.isAccepted);
  return accepted / took;
}

interface Results {
  stormed: Map<number, StormFigures[]>;
  /** By the watchers before whom the site was measured in the same run. */
  bareRates: Map<number, number[]>;
  inserts: { pool: number; writers: number }[];
  waline: Waline | Error | null;
  walineRates: number[];
  runs: number;
  seconds: number;
}

const COLUMNS: [string, keyof StormFigures][] = [
  ['comments/s', 'perSecond'],
  ['refused', 'refused'],
  ['answer p99 ms', 'answerP99'],
  ['delivery p50 ms', 'p50'],
  ['p99 ms', 'p99'],
  ['lost', 'lost'],
  ['messages a watcher', 'messages'],
  ['cores', 'cpu'],
  ['RSS MB', 'rssMb'],
];

const valuesOf = (runs: StormFigures[], key: keyof StormFigures) => runs.map((run) => run[key]);

function section({ options }: Bench, results: Results): Section {
  const { stormed, waline, runs, seconds } = results;
  const crowds = [...stormed.keys()];
  return {
    ran: [
      `${options.writers} writers, each signed in posting the next comment as soon as the last is saved, for ${seconds} s before ${crowds.map(figure).join(' or ')} watchers (half of them guests); medians of ${runs} runs, all in turn, and their spread. Ratios are taken run by run.`,
      'A watcher is a websocket with the page’s ThreadSync above it; a message of over 2 kB is parsed once per process.',
      `"${CHECKED}" does the least that a site must: node:http, a query for the session, the body parsed and validated by zod, and one INSERT by pg over ${POOL} connections, without watchers. It gets the same requests.`,
      `Plain INSERTs write the same row by pg into a table with the same columns, indexes and checks, over ${POOL} connections (our pool) and over ${options.writers}. fsync is on everywhere.`,
      walineLine(waline),
    ],
    tables: [
      {
        caption: 'CopeCheck',
        head: ['watchers', ...COLUMNS.map(([title]) => title)],
        rows: [...stormed].map(([crowd, each]) => [
          figure(crowd),
          ...COLUMNS.map(([, key]) => spreadText(spreadOf(valuesOf(each, key)))),
        ]),
      },
      besideTable(options.writers, results),
    ],
    targets: targetsOf(results),
  };
}

const CHECKED = 'lookup, validate, INSERT';

function besideTable(writers: number, { stormed, bareRates, inserts, walineRates }: Results): Table {
  const beside: [string, (crowd: number) => number[]][] = [
    [CHECKED, (crowd) => bareRates.get(crowd)!],
    [`plain INSERT, ${POOL} connections`, () => inserts.map(({ pool }) => pool)],
    [`plain INSERT, ${writers} connections`, () => inserts.map((each) => each.writers)],
  ];
  if (walineRates.length) beside.push(['Waline, without watchers', () => walineRates]);
  return {
    caption: 'Beside it',
    head: [...['', 'a second'], ...[...stormed.keys()].map((crowd) => `ours before ${figure(crowd)} to it`)],
    rows: beside.map(([name, ratesOf]) => [
      name,
      spreadText(spreadOf([...stormed.keys()].flatMap(ratesOf))),
      ...[...stormed].map(([crowd, each]) =>
        ratioText(ratiosOf(valuesOf(each, 'perSecond'), ratesOf(crowd))),
      ),
    ]),
  };
}

function targetsOf({ stormed, bareRates, walineRates }: Results): Target[] {
  const rates = (crowd: number) => valuesOf(stormed.get(crowd)!, 'perSecond');
  const crowds = [...stormed.keys()];
  const few = crowds[0]!;
  const many = crowds.includes(1000) ? 1000 : crowds.at(-1)!;
  const lost = [...stormed.values()].flatMap((each) => valuesOf(each, 'lost')).reduce((a, b) => a + b, 0);
  return [
    ...crowds
      .filter((crowd) => crowd <= 1000)
      .map((crowd) =>
        atLeast(
          `before ${figure(crowd)}, to "${CHECKED}"`,
          0.5,
          ratiosOf(rates(crowd), bareRates.get(crowd)!),
        ),
      ),
    {
      what: 'accepted comments that some watcher never had',
      target: '0',
      measured: figure(lost),
      met: lost === 0,
    },
    walineRates.length
      ? atLeast('to Waline', 5, ratiosOf(rates(many), walineRates))
      : { what: 'to Waline', target: '≥ 5', measured: 'Waline did not run', met: null },
    atMost(
      `rate before ${figure(few)} to rate before ${figure(many)}`,
      1.05,
      ratiosOf(rates(few), rates(many)),
    ),
  ];
}

export function walineLine(waline: Waline | Error | null): string {
  if (waline === null) return 'Waline: left out (--no-waline).';
  if (waline instanceof Error) return `Waline could not be run here: ${waline.message.split('\n')[0]}`;
  return waline.about;
}
