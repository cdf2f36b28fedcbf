// Thirty searches among a million comments, with warm and cold caches.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Actor } from '#lib/actor.ts';
import { closeDb, pool } from '#lib/db/client.server.ts';
import { startEmbedded, type Embedded } from '#lib/db/embedded/embedded.server.ts';
import { migrate } from '#lib/db/migrate.server.ts';
import { useDatabase } from '#lib/env.server.ts';
import { searchQuery } from '#lib/search/search-input.ts';
import { search } from '#lib/search/search.server.ts';
import { enter } from '../support/cast.ts';
import { publish } from '../support/verdict.ts';
import { figure, notReached, type Section } from './report.ts';
import type { Scenario } from './scenario.ts';
import { seedSearch, wordAt } from './seed-search.ts';

const LARGE = 1_000_000;
const SMALL = 50_000;
const VERDICTS = 50;
const LIMIT_MS = 100;
const WARM_UP = 3;

const RARE = [wordAt(15_000), wordAt(25_000)];

/** By what makes them hard. */
const QUERIES: [kind: string, q: string][] = [
  ['common', wordAt(0)],
  ['common', wordAt(3)],
  ['common', wordAt(9)],
  ['common', wordAt(40)],
  ['common', `${wordAt(0)} ${wordAt(1)} ${wordAt(2)}`],
  ['common', `${wordAt(60)} ${wordAt(90)}`],
  ['medium', wordAt(300)],
  ['medium', wordAt(1000)],
  ['medium', `${wordAt(0)} ${wordAt(800)}`],
  ['rare', RARE[0]!],
  ['rare', RARE[1]!],
  ['rare', `${RARE[0]} ${RARE[1]}`],
  ['phrase', `"${wordAt(0)} ${wordAt(1)}"`],
  ['phrase', `"${wordAt(50)} ${wordAt(70)}"`],
  ['phrase', `"${wordAt(0)} ${RARE[0]}"`],
  ['typo', 'machnie ecnoomy'],
  ['typo', `${RARE[0]}x`],
  ['operators', `${wordAt(0)} -${wordAt(1)}`],
  ['operators', `${RARE[0]} or ${RARE[1]} or ${wordAt(500)}`],
  ['operators', `from:writer-77 ${wordAt(2)}`],
  ['operators', 'from:writer-77'],
  ['operators', `source:arxiv ${wordAt(5)}`],
  ['operators', `is:removed ${wordAt(4)}`],
  ['operators', `in:verdicts machines`],
  ['scripts', '一'],
  ['scripts', '丁七'],
  ['scripts', '丐丏万'],
  ['scripts', 'กข'],
  ['hostile', `"${Array.from({ length: 24 }, (_, i) => wordAt(i)).join(' ')}`.slice(0, 200)],
  [
    'hostile',
    Array.from({ length: 12 }, (_, i) => `-${wordAt(i)} or ${wordAt(i + 12)}`)
      .join(' ')
      .slice(0, 200),
  ],
];

export const searchScenario: Scenario = async ({ options, progress }) => {
  const comments = options.sizes?.[0] ?? (options.full ? LARGE : SMALL);
  const runs = options.runs ?? 5;
  const folder = await mkdtemp(join(tmpdir(), 'copecheck-search-'));
  await chmod(folder, 0o711); // PostgreSQL's user must be able to enter
  const start = () => startEmbedded(folder, { exclusive: false, flags: ['shared_buffers=256MB'] });
  process.env['RATE_LIMITS'] = 'off';
  let server = await start();
  try {
    const begun = Date.now();
    const mary = await fill(server, comments);
    const seconds = (Date.now() - begun) / 1000;
    progress(`${figure(comments)} comments, seeded in ${figure(seconds)} s`);
    const warm = await measureWarm(mary, runs, progress);
    const cold = new Map<string, number>();
    let how = '';
    for (const [, q] of QUERIES) {
      await closeDb();
      await server.stop();
      how = await dropCaches();
      server = await start();
      useDatabase(server.url, 'memory');
      cold.set('', (cold.get('') ?? 0) + (await once(readPoint)) / QUERIES.length);
      cold.set(q, await once(() => ask(q, mary)));
    }
    const size = await sizes();
    return section({ comments, runs, seconds, warm, cold, how, size });
  } finally {
    await closeDb();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

async function fill(server: Embedded, comments: number): Promise<Actor> {
  await migrate(server.url);
  useDatabase(server.url, 'memory');
  const mary = await enter('mary', 'moderator');
  for (let i = 0; i < VERDICTS; i++) await publish(`On searching, part ${i}: ${wordAt(100 + i)}`);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT id FROM verdicts');
  await seedSearch(
    client,
    rows.map(({ id }) => id),
    comments,
  );
  await client.end();
  return mary;
}

const ask = (q: string, actor: Actor) =>
  search(searchQuery.parse({ q }), { actor, now: new Date(), address: '192.0.2.1' });

/** The bare read that all figures are compared with: a row by its key. */
const readPoint = () =>
  pool().query({
    name: 'point',
    text: `SELECT * FROM comments WHERE id = '00000fa0-0000-7000-8000-000000000000'`,
  });

async function once(act: () => Promise<unknown>): Promise<number> {
  await pool().query('SELECT 1'); // connected
  const started = performance.now();
  await act();
  return performance.now() - started;
}

async function measureWarm(actor: Actor, runs: number, progress: (line: string) => void) {
  const times = new Map<string, number[]>([['', []]]);
  for (const [, q] of QUERIES) {
    for (let i = 0; i < WARM_UP; i++) await ask(q, actor);
    times.set(q, []);
  }
  for (let run = 0; run < runs; run++) {
    for (const [, q] of QUERIES) {
      times.get('')!.push(await once(readPoint));
      times.get(q)!.push(await once(() => ask(q, actor)));
    }
    progress(`warm run ${run + 1} of ${runs}`);
  }
  return times;
}

/** @returns what "cold" means in this run */
async function dropCaches(): Promise<string> {
  try {
    await writeFile('/proc/sys/vm/drop_caches', '1');
    return 'PostgreSQL restarted and the page cache of the system dropped before each query';
  } catch {
    return 'PostgreSQL restarted before each query; its files stay in the page cache of the system, which only root can drop';
  }
}

async function sizes(): Promise<[string, number][]> {
  const { rows } = await pool().query<{ name: string; mb: number }>(`
    SELECT relname AS name, round(pg_relation_size(oid) / 1e6)::int AS mb FROM pg_class
    WHERE relname IN ('comments', 'comment_words', 'comment_words_words_idx') ORDER BY 1`);
  return rows.map(({ name, mb }) => [name, mb]);
}

const quantile = (values: number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))]!;

interface Measured {
  comments: number;
  runs: number;
  seconds: number;
  warm: Map<string, number[]>;
  cold: Map<string, number>;
  how: string;
  size: [string, number][];
}

function section({ comments, runs, seconds, warm, cold, how, size }: Measured): Section {
  const point = quantile(warm.get('')!, 0.5);
  const allWarm = QUERIES.flatMap(([, q]) => warm.get(q)!);
  const allCold = QUERIES.map(([, q]) => cold.get(q)!);
  const p50 = (q: string) => quantile(warm.get(q)!, 0.5);
  const row = (name: string, times: number[], bare: number) => {
    const [half, most] = [quantile(times, 0.5), quantile(times, 0.99)];
    return [name, half, most, half / bare, most / bare];
  };
  const large = comments >= LARGE;
  const target = (what: string, measured: number) =>
    large
      ? { what, target: `< ${LIMIT_MS} ms`, measured: `${figure(measured)} ms`, met: measured < LIMIT_MS }
      : notReached(what, `< ${LIMIT_MS} ms`, `--full; ${figure(measured)} ms among ${figure(comments)}`);
  return {
    ran: [
      `${QUERIES.length} searches by a moderator among ${figure(comments)} comments of 44 words on ${VERDICTS} verdicts, one at a time: the use case in this process, without HTTP. A word's frequency falls with its rank as in a language. Seeded in ${figure(seconds)} s.`,
      `Warm: ${runs} times each in turn, after ${WARM_UP} to warm up. Cold: once each, ${how}. Beside each search, a bare read of one comment by its key.`,
    ],
    tables: [
      {
        caption: 'Milliseconds of all searches, and how many bare reads they take',
        head: ['', 'p50', 'p99', 'p50 to the bare read', 'p99 to the bare read'],
        rows: [
          row('warm', allWarm, point),
          row('cold', allCold, cold.get('')!),
          ['bare read, warm', point, quantile(warm.get('')!, 0.99), '', ''],
          ['bare read, cold', cold.get('')!, '', '', ''],
        ],
      },
      {
        caption: 'Milliseconds of each search',
        head: ['', 'query', 'warm, p50', 'warm, slowest', 'cold'],
        rows: QUERIES.map(([kind, q]) => [
          kind,
          `\`${q.length > 40 ? `${q.slice(0, 40)}…` : q}\``,
          p50(q),
          Math.max(...warm.get(q)!),
          cold.get(q)!,
        ]),
      },
      { caption: 'Megabytes', head: ['', 'size'], rows: size },
    ],
    targets: [
      target('p99 with a warm cache', quantile(allWarm, 0.99)),
      target('p99 with a cold cache', quantile(allCold, 0.99)),
    ],
  };
}
