// The latency of everything that readers do with a thread, as it grows.
import { randomUUID } from 'node:crypto';
import { commentCursor } from '#lib/discussion/posting/comment-input.ts';
import { Connection, type HttpRequest } from './http.ts';
import { atMost, figure, notReached, ratioText, type Section, type Target } from './report.ts';
import type { Scenario } from './scenario.ts';
import { seedReaders, seedThread } from './seed.ts';
import { startBenchSite, type BenchSite } from './servers.ts';
import { median, ratiosOf, type Spread } from './stats.ts';

const SMALL = 1000;
const LARGE = 1_000_000;
/** Of each thing in each run. */
const EACH = 15;
const LIMIT = 1.5;
/** Discarded: PostgreSQL plans the first five executions on each connection again. */
const WARMING = 30;

const OTHER_VERDICT = 'src/lib/verdicts/samples/emergent-abilities.txt';

interface Times {
  /** Of each run: the median in this thread, and in turn with it the median in a thread that stays small. */
  grown: number[];
  small: number[];
  p95: number;
  bytes: number;
}

interface SizeResult {
  comments: number;
  seedSeconds: number;
  times: Map<string, Times>;
  rssMb: number;
  heldMb: number;
  databaseMb: number;
}

export const growth: Scenario = async ({ options, database, progress }) => {
  const sizes =
    options.sizes ?? (options.full ? [100, SMALL, 10_000, 100_000, LARGE] : [100, SMALL, 10_000, 100_000]);
  const runs = options.runs ?? 5;
  const ours = await startBenchSite(database, 'bench_growth');
  try {
    const [cookie] = await seedReaders(ours.sql, 100);
    const small = await smallThread(ours);
    const grown: SizeResult[] = [];
    let from = 0;
    for (const comments of sizes) {
      const begun = Date.now();
      await seedThread(ours.sql, ours.verdictId, { from, to: comments, crowd: true });
      const seedSeconds = (Date.now() - begun) / 1000;
      progress(`${figure(comments)} comments (seeded in ${figure(seedSeconds)} s)`);
      const things = requestsFor(ours, { comments, cookie: cookie! });
      const beside = requestsFor(small, { comments: SMALL, cookie: cookie! });
      grown.push({ comments, seedSeconds, ...(await measure(ours, { things, beside, runs })) });
      from = comments + (WARMING + EACH * runs) * 2; // those posted by the measurement
    }
    return section(grown, runs);
  } finally {
    await ours.stop();
  }
};

/** A second verdict on the same site, whose thread doesn't grow. */
async function smallThread(ours: BenchSite): Promise<BenchSite> {
  const { code, stderr } = await ours.site.cli('verdict', 'import', OTHER_VERDICT);
  if (code !== 0) throw new Error(`The verdict could not be published: ${stderr}`);
  const { rows } = await ours.sql.query<{ id: string; slug: string }>(
    'SELECT id, slug FROM verdicts WHERE id <> $1',
    [ours.verdictId],
  );
  const { id: verdictId, slug } = rows[0]!;
  await seedThread(ours.sql, verdictId, { from: 0, to: SMALL, crowd: true });
  return { ...ours, verdictId, slug };
}

type Requests = Record<string, { request: () => HttpRequest; expected?: number }>;

function requestsFor(ours: BenchSite, { comments, cookie }: { comments: number; cookie: string }): Requests {
  const page = `/v/${ours.slug}`;
  const api = `/api/v1/verdicts/${ours.slug}`;
  // A root in the middle of the thread, the first of four: see seed.ts.
  const middle = Math.floor(comments / 8) * 4 + 1;
  const root = pathOf(middle);
  const guest = (path: string) => ({ request: () => ({ path, headers: { accept: 'text/html' } }) });
  const deep = (sort: string, score: number) =>
    guest(`${api}/comments?sort=${sort}&limit=50&cursor=${commentCursor.write({ path: root, score })}`);
  const crowd = commentCursor.write({ path: pathOf(1) + pathOf(middle + 3), score: 0 });
  const post = (parentId?: string) => ({
    request: () => ({
      method: 'POST',
      path: `${api}/comments`,
      headers: { 'content-type': 'application/json', cookie, origin: ours.url },
      // Duplicates within ten minutes are refused.
      body: JSON.stringify({ body: `One more: ${randomUUID()}.`, nonce: randomUUID(), parentId }),
    }),
    expected: 201,
  });
  return {
    'first page': guest(page),
    'first page, newest': guest(`${page}?sort=newest`),
    'deep page, oldest': deep('oldest', 0),
    'deep page, newest': deep('newest', 0),
    'deep page, top': deep('top', 0.5),
    'replies below a crowd': guest(`/api/v1/comments/${idOf(ours, 1)}/replies?limit=50&cursor=${crowd}`),
    permalink: guest(`${page}?comment=${idOf(ours, middle + 1)}`),
    'changes, 50': guest(`${api}/changes?since=${comments - 50}&tally=0`),
    insert: post(),
    'insert, reply to the crowd': post(idOf(ours, 1)),
  };
}

const pathOf = (seq: number) => seq.toString(16).padStart(8, '0');

function idOf({ verdictId }: BenchSite, seq: number): string {
  return `${pathOf(seq)}-0000-7000-8000-${verdictId.slice(-12)}`;
}

async function measure(
  ours: BenchSite,
  { things, beside, runs }: { things: Requests; beside: Requests; runs: number },
): Promise<Omit<SizeResult, 'comments' | 'seedSeconds'>> {
  const times: SizeResult['times'] = new Map();
  const connection = await Connection.open(ours.url);
  for (const name of Object.keys(things)) {
    let bytes = 0;
    const once = async (side: Requests): Promise<number> => {
      const { request, expected = 200 } = side[name]!;
      const sent = performance.now();
      const answer = await connection.request(request());
      const took = performance.now() - sent;
      if (answer.status !== expected)
        throw new Error(`${name} returned ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
      if (side === things) ({ bytes } = answer);
      return took;
    };
    for (let i = 0; i < WARMING; i++) for (const side of [things, beside]) await once(side);
    const grown: number[][] = [];
    const small: number[][] = [];
    for (let run = 0; run < runs; run++) {
      const pairs: [number, number][] = [];
      for (let i = 0; i < EACH; i++) pairs.push([await once(things), await once(beside)]);
      grown.push(pairs.map(([time]) => time));
      small.push(pairs.map(([, time]) => time));
    }
    times.set(name, {
      grown: grown.map(median),
      small: small.map(median),
      p95: quantile(grown.flat(), 0.95),
      bytes,
    });
  }
  connection.close();
  const { rss, held } = await ours.usage();
  const { rows } = await ours.sql.query<{ size: string }>(
    'SELECT pg_database_size(current_database()) AS size',
  );
  const mb = 2 ** 20;
  return { times, rssMb: rss / mb, heldMb: held / mb, databaseMb: Number(rows[0]!.size) / mb };
}

const quantile = (values: number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * q)]!;

function section(grown: SizeResult[], runs: number): Section {
  const names = [...grown[0]!.times.keys()];
  const largest = grown.at(-1)!;
  const ratio = (name: string) => {
    const { grown: large, small } = largest.times.get(name)!;
    return ratiosOf(large, small);
  };
  const sizes = grown.map(({ comments }) => figure(comments));
  return {
    ran: [
      `One thread of ${sizes.join(', ')} comments, seeded by SQL: every second at the top level, of the replies half below the very first comment. In turn with it the same in another thread on the same site that stays at ${figure(SMALL)} comments.`,
      `Each thing ${EACH} times over one connection in each of ${runs} runs, after ${WARMING} to warm up; medians. The ratio is taken run by run, with its spread.`,
    ],
    tables: [
      {
        caption: 'Milliseconds',
        head: [
          '',
          ...sizes,
          `${figure(SMALL)} beside ${sizes.at(-1)}`,
          `${sizes.at(-1)} to ${figure(SMALL)}`,
        ],
        rows: names.map((name) => [
          name,
          ...grown.map(({ times }) => median(times.get(name)!.grown)),
          median(largest.times.get(name)!.small),
          ratioText(ratio(name)),
        ]),
      },
      {
        caption: 'The slowest of twenty, milliseconds',
        head: ['', ...sizes],
        rows: names.map((name) => [name, ...grown.map(({ times }) => times.get(name)!.p95)]),
      },
      {
        caption: 'Bytes of an answer, and memory',
        head: ['', ...sizes],
        rows: [
          ...names.map((name) => [`${name}, bytes`, ...grown.map(({ times }) => times.get(name)!.bytes)]),
          ['RSS of the server, MB', ...grown.map(({ rssMb }) => rssMb)],
          ['held by its JavaScript, MB', ...grown.map(({ heldMb }) => heldMb)],
          ['size of the database, MB', ...grown.map(({ databaseMb }) => databaseMb)],
          ['seeded in, seconds', ...grown.map(({ seedSeconds }) => seedSeconds)],
        ],
      },
    ],
    targets: targetsOf(names, ratio, largest.comments),
  };
}

function targetsOf(names: string[], ratio: (name: string) => Spread, largest: number): Target[] {
  const what = (name: string) => `${name}: ${figure(largest)} to ${figure(SMALL)}`;
  const targets = names.map((name) => atMost(what(name), LIMIT, ratio(name)));
  const limit = `≤ ${figure(LIMIT)}`;
  return largest >= LARGE ? targets : [...targets, notReached(`${figure(LARGE)} comments`, limit, '--full')];
}
