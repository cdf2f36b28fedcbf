// A thousand readers vote on one claim at the same moment, with other readers watching.
import { setTimeout as sleep } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { Clients } from './clients.ts';
import { halfGuests, targetOfSite } from './crowd.ts';
import { Connection, type HttpRequest } from './http.ts';
import { figure, type Section } from './report.ts';
import type { Scenario } from './scenario.ts';
import { seedReaders } from './seed.ts';
import { startBenchSite, type BenchSite } from './servers.ts';
import { medians, LatencyHistogram } from './stats.ts';

const POOL = 16;
const CROWD = 200;

type Round = Record<
  'perSecond' | 'p50' | 'p99' | 'max' | 'messages' | 'failed' | 'wrong' | 'plain' | 'cpuMs',
  number
>;

export const votes: Scenario = async ({ options, database, progress }) => {
  const voters = options.watchers?.[0] ?? 1000;
  const runs = options.runs ?? 3;
  const ours = await startBenchSite(database, 'bench_votes');
  try {
    const cookies = await seedReaders(ours.sql, voters);
    const { rows } = await ours.sql.query<{ id: string }>('SELECT id FROM claims ORDER BY position');
    const clients = await Clients.connect(targetOfSite(ours), halfGuests(cookies, CROWD));
    const rounds: Round[] = [];
    await voteAtOnce(ours, rows.at(-1)!.id, cookies.slice(0, 50), () => 'disagree'); // warms the site up
    for (let run = 1; run <= runs; run++) {
      progress(`${voters} votes at once, run ${run} of ${runs}`);
      // The first run casts votes, later ones change them.
      rounds.push(
        await round(ours, { claimId: rows[0]!.id, cookies, clients, progress, agreeing: run % 2 === 1 }),
      );
      await sleep(1000);
    }
    await clients.stop();
    return section(voters, runs, medians<keyof Round>(rounds));
  } finally {
    await ours.stop();
  }
};

interface Vote {
  claimId: string;
  cookies: string[];
  clients: Clients;
  progress: (line: string) => void;
  agreeing: boolean;
}

async function round(
  ours: BenchSite,
  { claimId, cookies, clients, agreeing, progress }: Vote,
): Promise<Round> {
  const before = { usage: await ours.usage(), seen: await clients.seen() };
  const stance = (i: number) => ((i % 4 === 0 ? !agreeing : agreeing) ? 'agree' : 'disagree');
  const { times, seconds, failed, failures } = await voteAtOnce(ours, claimId, cookies, stance);
  if (failed)
    progress(
      `${failed} were refused, by status: ${[...failures].map((each) => each.join(' × ')).join(', ')}`,
    );
  const after = await ours.usage();
  await sleep(500); // tallies are sent at most four times a second
  // The claim's counts against its votes.
  const { rows } = await ours.sql.query<{ wrong: number }>(
    `SELECT abs(agree - (SELECT count(*) FROM votes WHERE claim_id = $1 AND stance = 'agree'))::int
       + abs(disagree - (SELECT count(*) FROM votes WHERE claim_id = $1 AND stance = 'disagree'))::int AS wrong
     FROM claims WHERE id = $1`,
    [claimId],
  );
  const seen = await clients.seen();
  return {
    perSecond: times.count / seconds,
    failed,
    ...{ p50: times.p50, p99: times.p99, max: times.max },
    messages: (seen.tallies - before.seen.tallies) / clients.count,
    wrong: rows[0]!.wrong,
    cpuMs: (after.cpuMs - before.usage.cpuMs) / cookies.length,
    plain: await plainUpserts(ours, cookies.length),
  };
}

async function voteAtOnce(
  ours: BenchSite,
  claimId: string,
  cookies: string[],
  stance: (i: number) => string,
) {
  const connections = await Promise.all(cookies.map(() => Connection.open(ours.url)));
  const times = new LatencyHistogram();
  const failures = new Map<number, number>();
  const begun = performance.now();
  const request = (cookie: string, i: number): HttpRequest => ({
    method: 'PUT',
    path: `/api/v1/claims/${claimId}/vote`,
    headers: { 'content-type': 'application/json', cookie, origin: ours.url },
    body: JSON.stringify({ stance: stance(i) }),
  });
  await Promise.all(
    connections.map(async (connection, i) => {
      const { status } = await connection.request(request(cookies[i]!, i));
      if (status === 200) times.record(performance.now() - begun);
      else failures.set(status, (failures.get(status) ?? 0) + 1);
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  for (const connection of connections) connection.close();
  return { times, seconds, failed: cookies.length - times.count, failures };
}

/** Upserts one row per voter into a plain table. @returns rows per second */
async function plainUpserts({ databaseUrl }: BenchSite, count: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL });
  await pool.query(
    'DROP TABLE IF EXISTS plain_votes; CREATE TABLE plain_votes (voter int PRIMARY KEY, agree boolean)',
  );
  await Promise.all(Array.from({ length: POOL }, () => pool.query('SELECT pg_sleep(0.05)')));
  const begun = performance.now();
  const text =
    'INSERT INTO plain_votes VALUES ($1, true) ON CONFLICT (voter) DO UPDATE SET agree = excluded.agree';
  await Promise.all(Array.from({ length: count }, (_, i) => pool.query({ name: 'vote', text, values: [i] })));
  const rate = count / ((performance.now() - begun) / 1000);
  await pool.end();
  return rate;
}

function section(voters: number, runs: number, middle: Round): Section {
  return {
    ran: [
      `${figure(voters)} readers, each with a connection of their own, vote on one claim at the same moment, ${CROWD} watching; a quarter the other way; medians of ${runs} runs, of which the later ones change every vote. Times are from the common start.`,
      `Beside it: as many single-row upserts by pg over ${POOL} connections.`,
    ],
    tables: [
      {
        caption: 'One claim, all at once',
        head: [
          'votes/s',
          'p50 ms',
          'p99 ms',
          'last ms',
          'CPU ms a vote',
          'failed',
          'messages a watcher',
          'plain upserts/s',
          'ratio',
        ],
        rows: [
          [
            ...[
              middle.perSecond,
              middle.p50,
              middle.p99,
              middle.max,
              middle.cpuMs,
              middle.failed,
              middle.messages,
            ],
            ...[middle.plain, middle.perSecond / middle.plain],
          ],
        ],
      },
    ],
    targets: [
      { what: 'votes that failed', target: '0', measured: figure(middle.failed), met: middle.failed === 0 },
      { what: 'votes counted wrong', target: '0', measured: figure(middle.wrong), met: middle.wrong === 0 },
    ],
  };
}
