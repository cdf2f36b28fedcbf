// The verdict's page as threads grow: requests per second, against node:http with the same bytes from memory.
import { runLoad, Connection, type HttpRequest } from './http.ts';
import { atLeast, atMost, figure, notReached, type Section, type Target } from './report.ts';
import type { Bench, Scenario } from './scenario.ts';
import { seedReaders, seedThread } from './seed.ts';
import { startBare, startBenchSite, type BenchSite, type Server } from './servers.ts';
import { medians } from './stats.ts';

const CONNECTIONS = [10, 50];
const ACCEPTS = { accept: 'text/html', 'accept-encoding': 'gzip, deflate, br, zstd' };
const ALONE = 100;
/** Seconds of warm-up, so that hot code is compiled. */
const WARM_UP = 2;

type Figures = Record<'perSecond' | 'p50' | 'p99', number>;

interface Row {
  comments: number;
  who: 'a guest' | 'signed in';
  connections: number;
  bytes: number;
  ours: Figures;
  bare: Figures;
}

interface Alone {
  comments: number;
  who: Row['who'];
  p50: number;
  cpuMs: number;
}

export const read: Scenario = async (bench) => {
  const { options, database, progress } = bench;
  const sizes =
    options.sizes ?? (options.full ? [0, 50, 100, 1000, 10_000, 100_000] : [0, 50, 100, 1000, 100_000]);
  const ours = await startBenchSite(database, 'bench_read');
  const bare = await startBare('http');
  try {
    const [cookie] = await seedReaders(ours.sql, 100);
    const rows: Row[] = [];
    const alone: Alone[] = [];
    let from = 0;
    for (const comments of sizes) {
      progress(`a thread of ${comments} comments`);
      await seedThread(ours.sql, ours.verdictId, { from, to: comments });
      from = comments;
      for (const who of ['a guest', 'signed in'] as const) {
        const request = pageOf(ours, who === 'a guest' ? null : cookie!);
        alone.push({ comments, who, ...(await oneByOne(ours, request)) });
        const bytes = await copyBytes(ours, bare, request);
        for (const connections of CONNECTIONS) {
          const figures = await compare(bench, { ours, bare, request, connections });
          rows.push({ comments, who, connections, bytes, ...figures });
        }
      }
    }
    return section(bench, rows, alone);
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
};

function pageOf({ slug }: BenchSite, cookie: string | null): HttpRequest {
  return { path: `/v/${slug}`, headers: cookie ? { ...ACCEPTS, cookie } : ACCEPTS };
}

/** Gives the bare server our site's response. @returns the bytes of the body as sent */
async function copyBytes(ours: Server, bare: Server, request: HttpRequest): Promise<number> {
  const from = await Connection.open(ours.url);
  const { status, head, body } = await from.request(request);
  from.close();
  if (status !== 200) throw new Error(`${request.path} returned ${status}`);
  const type = /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? 'text/html';
  await fetch(`${bare.url}/bytes`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: new Uint8Array(body),
  });
  return body.length;
}

interface Pair {
  ours: Server;
  bare: Server;
  request: HttpRequest;
  connections: number;
}

/** In turn, so that other load on the machine affects both. */
async function compare({ options }: Bench, { ours, bare, request, connections }: Pair) {
  const seconds = options.seconds ?? 1;
  const runs: { ours: Figures; bare: Figures }[] = [];
  for (let run = 0; run < (options.runs ?? 3); run++)
    runs.push({
      ours: figuresOf(await runLoad(ours.url, request, { connections, seconds })),
      bare: figuresOf(await runLoad(bare.url, request, { connections, seconds })),
    });
  return { ours: medians(runs.map((run) => run.ours)), bare: medians(runs.map((run) => run.bare)) };
}

function figuresOf({ perSecond, times }: Awaited<ReturnType<typeof runLoad>>): Figures {
  return { perSecond, p50: times.p50, p99: times.p99 };
}

/** One request at a time: wall time and the server's CPU time. */
async function oneByOne(ours: Server, request: HttpRequest): Promise<{ p50: number; cpuMs: number }> {
  await runLoad(ours.url, request, { connections: 1, seconds: WARM_UP });
  const before = await ours.usage();
  const connection = await Connection.open(ours.url);
  const times: number[] = [];
  for (let i = 0; i < ALONE; i++) {
    const sent = performance.now();
    await connection.request(request);
    times.push(performance.now() - sent);
  }
  connection.close();
  const { cpuMs } = await ours.usage();
  return { p50: times.sort((a, b) => a - b)[ALONE / 2]!, cpuMs: (cpuMs - before.cpuMs) / ALONE };
}

function section({ options }: Bench, rows: Row[], alone: Alone[]): Section {
  return {
    ran: [
      `GET of the verdict's page over keep-alive connections, each with its next request as soon as it has the answer; medians of ${options.runs ?? 3} runs of ${options.seconds ?? 1} s, ours and the bare one in turn.`,
      'The load speaks HTTP over plain sockets (tests/load/http.ts); node:http as a client costs more than the bare server does.',
    ],
    tables: [
      {
        caption: 'Under load',
        head: [
          '',
          'comments',
          'connections',
          'bytes',
          'requests/s',
          'p50 ms',
          'p99 ms',
          'node:http/s',
          'its p99 ms',
          'ratio',
        ],
        rows: rows.map(({ who, comments, connections, bytes, ours, bare }) => [
          who,
          comments,
          connections,
          ...[bytes, ours.perSecond, ours.p50, ours.p99],
          ...[bare.perSecond, bare.p99, ours.perSecond / bare.perSecond],
        ]),
      },
      {
        caption: `One request at a time, ${ALONE} of them, after ${WARM_UP} s of them`,
        head: ['', 'comments', 'p50 ms', "server's CPU ms"],
        rows: alone.map(({ who, comments, p50, cpuMs }) => [who, comments, p50, cpuMs]),
      },
    ],
    targets: targetsOf(rows, alone),
  };
}

function targetsOf(rows: Row[], alone: Alone[]): Target[] {
  const guests = rows.filter(({ who }) => who === 'a guest');
  const worst = Math.min(...guests.map(({ ours, bare }) => ours.perSecond / bare.perSecond));
  const at = (who: Row['who'], comments: number) =>
    alone.find((row) => row.who === who && row.comments === comments);
  const targets = [atLeast('a guest, any size: to node:http', 0.5, worst)];
  const fifty = at('signed in', 50);
  targets.push(
    fifty
      ? atMost('signed in, 50 comments: ms', 10, fifty.p50)
      : notReached('signed in, 50 comments: ms', '≤ 10', 'not among the sizes'),
  );
  for (const who of ['a guest', 'signed in'] as const) {
    const [small, large] = [at(who, 100), at(who, 100_000)];
    const what = `${who}: ${figure(100_000)} comments to 100, ms`;
    targets.push(
      small && large
        ? atMost(what, 1.3, large.p50 / small.p50)
        : notReached(what, '≤ 1.3', 'not among the sizes'),
    );
  }
  return targets;
}
