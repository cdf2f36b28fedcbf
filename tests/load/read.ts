// Views of the verdict's page as threads grow, as browsers make them: against node:http with the same bytes from memory.
import { Connection, runLoad, type HttpRequest } from './http.ts';
import {
  atLeast,
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
import { seedReaders, seedStances, seedThread } from './seed.ts';
import { startBare, startBenchSite, type BenchSite, type Server } from './servers.ts';
import { inTurn, median, medians, ratiosOf, spreadOf, type Spread } from './stats.ts';
import { answersOf, browserCookies, copyView, viewOf } from './views.ts';

const CONNECTIONS = [10, 50];
const WHO = ['anonymous', 'signed in'] as const;
type Who = (typeof WHO)[number];
/** Pages one at a time, in each run. */
const ALONE = 40;
/** Changes after which a first reader is timed, in each run. */
const CHANGES = 8;
/** Seconds of warm-up, so that hot code is compiled. */
const WARM_UP = 1;
/** Ratings of the signed-in reader on the page. */
const RATINGS = 10;

interface Stage {
  bench: Bench;
  ours: BenchSite;
  bare: Server;
  before: BenchSite | null;
  /** Cookies of a reader's browser on each site. */
  cookies: Map<BenchSite, string>;
  writer: string;
  runs: number;
  seconds: number;
}

type Figures = Record<'perSecond' | 'p50' | 'p99', number>;

interface Row {
  comments: number;
  who: Who;
  connections: number;
  bytes: number;
  ours: Figures[];
  bare: Figures[];
  before: Figures[] | null;
}

interface FirstByte {
  comments: number;
  anonymous: number[];
  signedIn: number[];
  before: number[] | null;
}

interface Wire {
  comments: number;
  who: Who;
  encoding: string;
  page: number;
  mine: number;
  before: number | null;
}

interface FirstReader {
  comments: number;
  first: number[];
  plain: number[];
}

interface Results {
  rows: Row[];
  firstBytes: FirstByte[];
  wire: Wire[];
  firstReaders: FirstReader[];
}

export const read: Scenario = async (bench) => {
  const { options, database, progress } = bench;
  const sizes = options.sizes ?? [50, 100, 1000, options.full ? 1_000_000 : 100_000];
  const ours = await startBenchSite(database, 'bench_read');
  const bare = await startBare('http');
  const before = options.against
    ? await startBenchSite(database, 'bench_read_before', options.against)
    : null;
  const sites = before ? [ours, before] : [ours];
  try {
    const cookies = new Map<BenchSite, string>();
    let writer = '';
    for (const site of sites) {
      const [reader, other] = await seedReaders(site.sql, 100);
      cookies.set(site, browserCookies(reader!, 'bench-0'));
      if (site === ours) writer = other!;
    }
    const stage = { bench, ours, bare, before, cookies, writer };
    const times = { runs: options.runs ?? 5, seconds: options.seconds ?? 0.6 };
    const results: Results = { rows: [], firstBytes: [], wire: [], firstReaders: [] };
    let from = 0;
    for (const comments of sizes) {
      progress(`a thread of ${figure(comments)} comments`);
      for (const site of sites) {
        await seedThread(site.sql, site.verdictId, { from, to: comments });
        await seedStances(site.sql, cookies.get(site)!.split(';')[0]!, RATINGS);
      }
      from = comments;
      await measureSize({ ...stage, ...times }, comments, results);
    }
    return section({ ...stage, ...times }, results);
  } finally {
    await Promise.all([bare, ...sites].map((server) => server.stop()));
  }
};

async function measureSize(stage: Stage, comments: number, results: Results): Promise<void> {
  for (const who of WHO) {
    for (const connections of CONNECTIONS)
      results.rows.push(await underLoad(stage, { comments, who, connections }));
    results.wire.push(...(await wireOf(stage, { comments, who })));
  }
  results.firstBytes.push(await firstByteOf(stage, comments));
  results.firstReaders.push(await firstReaderOf(stage, comments));
}

const cookieOf = ({ cookies }: Stage, site: BenchSite, who: Who): string | null =>
  who === 'anonymous' ? null : cookies.get(site)!;

async function underLoad(
  stage: Stage,
  { comments, who, connections }: { comments: number; who: Who; connections: number },
): Promise<Row> {
  const { ours, bare, before, runs, seconds } = stage;
  const view = await viewOf(ours, cookieOf(stage, ours, who));
  const bytes = await copyView(ours, bare, view);
  const load = async (server: Server, requests: HttpRequest[], time = seconds): Promise<Figures> => {
    const { perSecond, times } = await runLoad(server.url, requests, { connections, seconds: time });
    return { perSecond, p50: times.p50, p99: times.p99 };
  };
  await load(ours, view, WARM_UP);
  const sides = { ours: () => load(ours, view), bare: () => load(bare, view) };
  const row = { comments, who, connections, bytes: bytes.reduce((sum, each) => sum + each, 0) };
  if (!before) return { ...row, ...(await inTurn(runs, sides)), before: null };
  const then = await viewOf(before, cookieOf(stage, before, who));
  await load(before, then, WARM_UP);
  return { ...row, ...(await inTurn(runs, { ...sides, before: () => load(before, then) })) };
}

async function wireOf(stage: Stage, { comments, who }: { comments: number; who: Who }): Promise<Wire[]> {
  const sizesOf = async (site: BenchSite, encoding: string) => {
    const view = await viewOf(site, cookieOf(stage, site, who), encoding);
    return (await answersOf(site.url, view)).map(({ bytes }) => bytes);
  };
  const wire: Wire[] = [];
  for (const encoding of ['gzip', 'br', 'identity']) {
    const [page = 0, mine = 0] = await sizesOf(stage.ours, encoding);
    const then = stage.before ? (await sizesOf(stage.before, encoding))[0]! : null;
    wire.push({ comments, who, encoding, page, mine, before: then });
  }
  return wire;
}

/** Of the page alone, without load. */
async function firstByteOf(stage: Stage, comments: number): Promise<FirstByte> {
  const { ours, before, runs } = stage;
  const firstByte = async (site: BenchSite, who: Who): Promise<number> => {
    const [page] = await viewOf(site, cookieOf(stage, site, who));
    const connection = await Connection.open(site.url);
    const times: number[] = [];
    for (let i = 0; i < ALONE; i++) times.push((await connection.request(page!)).firstByte);
    connection.close();
    return median(times);
  };
  const sides = {
    anonymous: () => firstByte(ours, 'anonymous'),
    signedIn: () => firstByte(ours, 'signed in'),
  };
  if (!before) return { comments, ...(await inTurn(runs, sides)), before: null };
  return { comments, ...(await inTurn(runs, { ...sides, before: () => firstByte(before, 'signed in') })) };
}

/** The page after a vote, for the reader who has it rendered for the cache, and for one whose page isn't cached. */
async function firstReaderOf(stage: Stage, comments: number): Promise<FirstReader> {
  const { ours, runs } = stage;
  const [page] = (await viewOf(ours, null)) as [HttpRequest];
  // A reader with a theme and without scripts has a page of their own.
  const plainPage = { ...page, headers: { ...page.headers, cookie: 'appearance=dark' } };
  const vote = await voteOf(stage);
  const connection = await Connection.open(ours.url);
  const after = async (request: HttpRequest): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < CHANGES; i++) {
      const { status } = await connection.request(vote());
      if (status !== 200) throw new Error(`a vote returned ${status}`);
      const sent = performance.now();
      await connection.request(request);
      times.push(performance.now() - sent);
    }
    return median(times);
  };
  await after(page);
  const times = await inTurn(runs, { first: () => after(page), plain: () => after(plainPage) });
  connection.close();
  return { comments, ...times };
}

/** Each agrees or disagrees, the opposite of the one before. */
async function voteOf({ ours, writer }: Stage): Promise<() => HttpRequest> {
  const { rows } = await ours.sql.query<{ id: string }>('SELECT id FROM claims ORDER BY position LIMIT 1');
  let agrees = false;
  return () => {
    agrees = !agrees;
    return {
      method: 'PUT',
      path: `/api/v1/claims/${rows[0]!.id}/vote`,
      headers: { 'content-type': 'application/json', cookie: writer, origin: ours.url },
      body: JSON.stringify({ stance: agrees ? 'agree' : 'disagree' }),
    };
  };
}

function section({ before, runs, seconds }: Stage, results: Results): Section {
  return {
    ran: [
      `A view is what a browser requests: the verdict's page; signed in, then the reader's own state on it (votes on all claims, ratings of ${RATINGS} comments). Half of a thread is top-level, each with one reply, so that a page shows up to 100 comments.`,
      `Over keep-alive connections, each with its next request as soon as it has the answer; ${runs} runs of ${seconds} s, ours and node:http with the same bytes${before ? ' and the other checkout' : ''} in turn. Medians, and the spread of the runs; ratios run by run.`,
      'The load speaks HTTP over plain sockets (tests/load/http.ts); node:http as a client costs more than the bare server does.',
      ...(before ? [`Beside it ${before.name}, with what a browser requested from it.`] : []),
    ],
    tables: [
      loadTable(results.rows, before?.name),
      firstByteTable(results.firstBytes, before?.name),
      wireTable(results.wire, before?.name),
      firstReaderTable(results.firstReaders),
    ],
    targets: targetsOf(results),
  };
}

const rates = (runs: Figures[]) => runs.map(({ perSecond }) => perSecond);
const toBare = ({ ours, bare }: Row) => ratiosOf(rates(ours), rates(bare));
const toBefore = ({ ours, before }: Row) => ratiosOf(rates(ours), rates(before!));

function loadTable(rows: Row[], before: string | undefined): Table {
  return {
    caption: 'Views under load',
    head: [
      ...['', 'comments', 'connections', 'bytes', 'views/s', 'p50 ms', 'p99 ms', 'node:http/s', 'its p99 ms'],
      ...['ratio', ...(before ? [`${before}/s`, 'ratio to it'] : [])],
    ],
    rows: rows.map((row) => [
      ...[row.who, row.comments, row.connections, row.bytes],
      ...[spreadText(spreadOf(rates(row.ours))), medians(row.ours).p50, p99Of(row.ours)],
      ...[spreadText(spreadOf(rates(row.bare))), p99Of(row.bare), ratioText(toBare(row))],
      ...(row.before ? [spreadText(spreadOf(rates(row.before))), ratioText(toBefore(row))] : []),
    ]),
  };
}

const p99Of = (runs: Figures[]) => spreadText(spreadOf(runs.map(({ p99 }) => p99)));

function firstByteTable(rows: FirstByte[], before: string | undefined): Table {
  return {
    caption: `First byte of the page, milliseconds, ${ALONE} one at a time in each run`,
    head: ['comments', 'anonymous', 'signed in', 'ratio', ...(before ? [`signed in, ${before}`] : [])],
    rows: rows.map(({ comments, anonymous, signedIn, before: then }) => [
      figure(comments),
      ...[anonymous, signedIn].map((times) => spreadText(spreadOf(times))),
      ratioText(ratiosOf(signedIn, anonymous)),
      ...(then ? [spreadText(spreadOf(then))] : []),
    ]),
  };
}

function wireTable(rows: Wire[], before: string | undefined): Table {
  return {
    caption: 'Bytes on the wire, with headers',
    head: ['', 'comments', 'encoding', 'page', 'own state', 'both', ...(before ? [before] : [])],
    rows: rows.map(({ who, comments, encoding, page, mine, before: then }) => [
      ...[who, comments, encoding, page, mine, page + mine],
      ...(then === null ? [] : [then]),
    ]),
  };
}

function firstReaderTable(rows: FirstReader[]): Table {
  return {
    caption: `The page right after a vote, milliseconds, ${CHANGES} times in each run`,
    head: ['comments', 'first reader', 'a plain render', 'ratio'],
    rows: rows.map(({ comments, first, plain }) => [
      figure(comments),
      spreadText(spreadOf(first)),
      spreadText(spreadOf(plain)),
      ratioText(ratiosOf(first, plain)),
    ]),
  };
}

function targetsOf({ rows, firstBytes, wire, firstReaders }: Results): Target[] {
  const of = (who: Who) => rows.filter((row) => row.who === who);
  const kilobytes = (comments: number, limit: number): Target[] =>
    ['gzip', 'br'].map((encoding) => {
      const what = `signed in, ${comments} comments, ${encoding}: bytes`;
      const row = wire.find(
        (each) => each.who === 'signed in' && each.comments === comments && each.encoding === encoding,
      );
      return row
        ? atMost(what, limit, row.page + row.mine)
        : notReached(what, `≤ ${figure(limit)}`, 'not among the sizes');
    });
  const compared = of('signed in').filter(({ before }) => before);
  return [
    compared.length
      ? atLeast('signed in, any size: views/s to the other checkout', 10, lowest(compared.map(toBefore)))
      : notReached('signed in: views/s to the other checkout', '≥ 10', '--against'),
    atMost(
      'signed in, any size: first byte to the anonymous page',
      1.5,
      highest(firstBytes.map(({ signedIn, anonymous }) => ratiosOf(signedIn, anonymous))),
    ),
    ...kilobytes(50, 15_000),
    ...kilobytes(100, 25_000),
    atLeast('anonymous, any size: to node:http', 0.6, lowest(of('anonymous').map(toBare))),
    atMost(
      'first reader after a change, any size: to a plain render',
      1.3,
      highest(firstReaders.map(({ first, plain }) => ratiosOf(first, plain))),
    ),
  ];
}

const byMedian = (spreads: Spread[]) => spreads.toSorted((a, b) => a.median - b.median);
const lowest = (spreads: Spread[]) => byMedian(spreads)[0]!;
const highest = (spreads: Spread[]) => byMedian(spreads).at(-1)!;
