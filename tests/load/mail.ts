// An issue of The Cope Report to thousands through a faulty mail server, with the sender killed several times.
import { setTimeout as sleep } from 'node:timers/promises';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import nodemailer from 'nodemailer';
import pg from 'pg';
import { closeDb } from '../../src/lib/db/client.server.ts';
import { unsubscribeAddress } from '../../src/lib/digest/subscribers/unsubscribe-token.server.ts';
import { useDatabase } from '../../src/lib/env.server.ts';
import { startSite, type Site } from '../support/site.ts';
import type { Accepted, FaultRates } from './faulty-smtp.ts';
import type { Section } from './report.ts';
import type { Bench, Scenario } from './scenario.ts';
import { end } from './servers.ts';

const SUBSCRIBERS = 10_000;
const SMALL = 1_000;
const RATES: FaultRates = { refused: 0.05, dropped: 0.003 };
/** Share of the recipients who unsubscribe while the issue is sent. */
const LEAVING = 0.01;
/** Shares of reached recipients at which the site and `report send` are killed. */
const KILL_AT = [0.2, 0.45, 0.7];
/** For the site and the baseline: no throttle. */
const POOL = { pool: true, maxConnections: 5, maxMessages: 100, rateLimit: 1_000_000 };

/** `at`: milliseconds of this process's clock. */
type Arrival = Accepted & { at: number };

interface FaultyServer {
  url: string;
  accepted: Arrival[];
  counts: () => Promise<Record<'commands' | 'refused' | 'dropped' | 'connections', number>>;
  stop: () => Promise<void>;
}

export const mail: Scenario = async (bench) => {
  const size = bench.options.full ? SUBSCRIBERS : SMALL;
  const bare = await bareLoop(size);
  bench.progress(`bare nodemailer: ${Math.round(bare.rate)} mails a second`);
  const run = await sendIssue(bench, size);
  return section(size, bare.rate, run);
};

async function startFaultyServer(rates = RATES): Promise<FaultyServer> {
  const child = fork('tests/load/faulty-smtp.ts', [JSON.stringify(rates)]);
  const accepted: Arrival[] = [];
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  child.on('message', (message: Accepted | { counts: object }) => {
    if ('to' in message) accepted.push({ ...message, at: performance.now() });
  });
  return {
    url: `smtp://127.0.0.1:${port}`,
    accepted,
    counts: async () => {
      child.send('counts');
      for (;;) {
        const [message] = (await once(child, 'message')) as [
          { counts?: Awaited<ReturnType<FaultyServer['counts']>> },
        ];
        if (message.counts) return message.counts;
      }
    },
    stop: () => end(child),
  };
}

/** The baseline: nodemailer in a loop that repeats each mail at once until it is accepted. */
async function bareLoop(size: number): Promise<{ rate: number }> {
  const sink = await startFaultyServer();
  const mailer = nodemailer.createTransport({ ...POOL, url: sink.url } as object);
  const html = 'x'.repeat(8_000);
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < size; n = next++) {
      const message = { from: 'a@example.org', to: `r${n}@example.org`, subject: 'S', text: 'T', html };
      while (!(await mailer.sendMail(message).catch(() => null)));
    }
  };
  await Promise.all(Array.from({ length: POOL.maxConnections * 4 }, worker));
  const rate = (size / (performance.now() - started)) * 1000;
  mailer.close();
  await sink.stop();
  return { rate };
}

interface Run {
  accepted: Arrival[];
  left: Set<string>;
  counts: Awaited<ReturnType<FaultyServer['counts']>>;
  seconds: number;
  /** Mails a second before the first kill. */
  rate: number;
  json: string;
  kills: number;
}

async function sendIssue({ database, progress }: Bench, size: number): Promise<Run> {
  const sink = await startFaultyServer();
  const databaseUrl = await database.create('bench_mail');
  const query = new URLSearchParams(Object.entries(POOL).map(([name, value]) => [name, String(value)]));
  const env = { DATABASE_URL: databaseUrl, LIVE_ADAPTER: 'memory', SMTP_URL: `${sink.url}?${query}` };
  let site = await startSite({ env });
  const sql = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  await seed(sql, size);
  useDatabase(databaseUrl, 'memory');
  const started = performance.now();
  let sender = send(env);
  const reached = () => new Set(sink.accepted.map(({ to }) => to));
  const left = new Set<string>();
  const leaving = Math.round(size * LEAVING);
  let kills = 0;
  let rate = 0;
  for (const share of KILL_AT) {
    await until(() => reached().size >= size * share);
    rate ||= rateOf(sink.accepted);
    await unsubscribeSome(site, sql, {
      left,
      reached,
      count: Math.ceil(leaving / KILL_AT.length),
      most: leaving,
    });
    progress(`${reached().size} reached, ${left.size} unsubscribed; kill -9 of the site and of report send`);
    sender.kill('SIGKILL');
    await site.kill('site');
    kills += 1;
    site = await startSite({ env, port: site.port, dataDir: site.dataDir });
    sender = send(env);
  }
  const [code] = (await once(sender, 'exit')) as [number];
  const ended = performance.now();
  if (code !== 0) throw new Error(`report send ended with ${code}: ${sender.output()}`);
  const { rows } = await sql.query<{ state: string; n: string }>(
    `SELECT state, count(*) AS n FROM mails WHERE kind = 'report-issue' GROUP BY state ORDER BY state`,
  );
  progress(`mails: ${rows.map(({ state, n }) => `${n} ${state}`).join(', ')}`);
  const run = {
    ...{ accepted: sink.accepted, left, counts: await sink.counts(), kills, json: sender.output().trim() },
    seconds: (ended - started) / 1000,
    rate,
  };
  await closeDb();
  await sql.end();
  await site.stop();
  await sink.stop();
  return run;
}

async function seed(sql: pg.Pool, size: number): Promise<void> {
  // Any unique hash will do, as the addresses aren't subscribed again.
  await sql.query(
    `INSERT INTO subscribers (id, email, email_hash, state, confirmed_at)
     SELECT gen_random_uuid(), 'r' || n || '@example.org', sha256(('r' || n)::bytea), 'confirmed', now()
     FROM generate_series(1, $1::int) n`,
    [size],
  );
}

function send(env: Record<string, string>): ChildProcess & { output: () => string } {
  const child = spawn(
    resolve('node_modules/node/bin/node'),
    ['src/cli/main.ts', 'report', 'send', '--json'],
    {
      env: { ...process.env, ...env, LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return Object.assign(child, { output: () => output });
}

/**
 * Unsubscribes recipients by one-click POST, as mail providers do. Recipients that the issue reached before
 * the response aren't counted.
 */
async function unsubscribeSome(
  site: Site,
  sql: pg.Pool,
  {
    left,
    reached,
    count,
    most,
  }: { left: Set<string>; reached: () => Set<string>; count: number; most: number },
): Promise<void> {
  // The last ones, so that most aren't reached before the response.
  const { rows } = await sql.query<{ id: string; email: string }>(
    `SELECT s.id, s.email FROM subscribers s JOIN mails m ON m."to" = s.email
     WHERE s.state = 'confirmed' AND m.state = 'pending' ORDER BY m.id DESC LIMIT $1`,
    [count * 2],
  );
  for (const { id, email } of rows) {
    if (left.size >= most || count <= 0) return;
    const address = new URL(await unsubscribeAddress(id));
    const response = await fetch(new URL(address.pathname + address.search, site.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    if (!response.ok) throw new Error(`unsubscribing returned ${response.status}`);
    if (reached().has(email)) continue;
    left.add(email);
    count -= 1;
  }
}

/** Mails per second, retries included, without the first tenth. */
function rateOf(accepted: Arrival[]): number {
  const steady = accepted.slice(Math.floor(accepted.length / 10));
  return ((steady.length - 1) / (steady.at(-1)!.at - steady[0]!.at)) * 1000;
}

async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await sleep(20);
}

function section(size: number, bareRate: number, run: Run): Section {
  const byAddress = Map.groupBy(run.accepted, ({ to }) => to);
  const twoIds = [...byAddress.values()].filter(
    (all) => new Set(all.map(({ messageId }) => messageId)).size > 1,
  );
  const repeated = [...byAddress.values()].filter((all) => all.length > 1);
  const missing = size - run.left.size - [...byAddress.keys()].filter((to) => !run.left.has(to)).length;
  const wronged = [...run.left].filter((to) => byAddress.has(to));
  const zero = (what: string, measured: number) => ({
    ...{ what, target: '0', measured: String(measured), met: measured === 0 },
  });
  const { commands, refused, dropped, connections } = run.counts;
  return {
    ran: [
      `An issue of The Cope Report to ${size.toLocaleString('en')} subscribers, sent by a site and by "report send" on one database, through a local mail server that answers 451 to ${RATES.refused * 100} % of all commands and drops the connection at ${RATES.dropped * 100} % of all commands and accepted texts.`,
      `It took ${run.seconds.toFixed(0)} s with ${run.kills} kill -9 of both. The server saw ${commands} commands on ${connections} connections, refused ${refused} and dropped ${dropped} connections (${((dropped / connections) * 100).toFixed(1)} %).`,
      `${run.left.size} unsubscribed before they were reached. The last "report send" printed ${run.json}.`,
      'The bare loop is nodemailer with the same pool and the same server, repeating each mail at once; the rate of the site is the one before the first kill.',
    ],
    tables: [
      {
        caption: 'Mails a second',
        head: ['bare nodemailer', 'site and report send', 'share'],
        rows: [[bareRate, run.rate, run.rate / bareRate]],
      },
      {
        caption: 'Recipients',
        head: ['', 'count'],
        rows: [
          ['subscribers', size],
          ['unsubscribed before they were reached', run.left.size],
          ['reached', byAddress.size],
          [
            'accepted twice or more, with one Message-ID (the answer was lost)',
            repeated.length - twoIds.length,
          ],
        ],
      },
    ],
    targets: [
      zero('subscribers who were not reached', missing),
      zero('subscribers with two Message-IDs', twoIds.length),
      zero('unsubscribed before they were reached, and reached all the same', wronged.length),
    ],
  };
}
