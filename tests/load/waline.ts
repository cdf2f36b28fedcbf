// Waline, a widespread alternative: installed into a scratch folder, on the same PostgreSQL.
import { setTimeout as sleep } from 'node:timers/promises';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { freePort } from '../support/site.ts';
import type { HttpRequest } from './http.ts';
import { end, type Database } from './servers.ts';
import { stampedBody } from './stamp.ts';

const VERSION = '1.39.3';
const NODE = resolve('node_modules/node/bin/node');
const FOLDER = join(tmpdir(), `copecheck-waline-${VERSION}`);
const PAGE = '/v/bench';
const PATIENCE_MS = 30_000;

export interface Waline {
  about: string;
  url: string;
  sql: pg.Client;
  post: (n: number) => HttpRequest;
  isAccepted: (answer: { status: number; body: Buffer }) => boolean;
  read: HttpRequest;
  /** Inserts approved comments by guests. */
  seed: (count: number) => Promise<void>;
  stop: () => Promise<void>;
}

/** @throws if it can't be installed or doesn't respond */
export async function startWaline(database: Database): Promise<Waline> {
  await install();
  const address = new URL(await database.create(`waline_${process.pid}_${Date.now()}`));
  const sql = new pg.Client({ connectionString: address.href });
  await sql.connect();
  await sql.query(TABLES);
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'],
    HOME: FOLDER,
    PG_HOST: address.hostname,
    PG_PORT: address.port,
    PG_DB: address.pathname.slice(1),
    PG_USER: address.username,
    PG_PASSWORD: address.password,
    JWT_TOKEN: 'bench',
    AKISMET_KEY: 'false', // a service on the internet
    IPQPS: '-60', // no limit per address, as ours are off
    DISABLE_REGION: 'true',
    OAUTH_URL: 'data:application/json,{"services":[]}', // requested every time, by default from the internet
  };
  const child = spawn(NODE, ['node_modules/@waline/vercel/vanilla.js', String(port)], { cwd: FOLDER, env });
  process.once('exit', () => child.kill());
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-4000)));
  const url = `http://127.0.0.1:${port}`;
  const waline = describe(url, sql);
  const stop = async () => {
    await end(child);
    await sql.end();
  };
  try {
    await answers(waline, () => child.exitCode);
  } catch (error) {
    await stop();
    throw new Error(`${(error as Error).message}: ${said.trim().split('\n').at(-1)}`, { cause: error });
  }
  return { ...waline, stop };
}

async function install(): Promise<void> {
  if (existsSync(join(FOLDER, 'installed'))) return;
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, 'package.json'), JSON.stringify({ private: true }));
  // No install scripts: they compile SQLite, which isn't used.
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `@waline/vercel@${VERSION}`];
  execFileSync('npm', args, { cwd: FOLDER, stdio: 'pipe', timeout: 180_000 });
  await writeFile(join(FOLDER, 'installed'), '');
}

function describe(url: string, sql: pg.Client): Omit<Waline, 'stop'> {
  return {
    about: `Waline ${VERSION} on the same Node and PostgreSQL with its own settings (one process, one database connection); its spam and sign-in services (on the internet), pace limit and place names off; comments by guests.`,
    url,
    sql,
    post: (n) => ({
      method: 'POST',
      path: '/api/comment',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        comment: stampedBody(n),
        nick: 'ada',
        mail: `${n}@bench.example`,
        link: '',
        ua: 'bench',
        url: PAGE,
      }),
    }),
    // A refusal is a 200 too, with an error number in the body.
    isAccepted: ({ status, body }) => status === 200 && body.includes('"errno":0'),
    read: { path: `/api/comment?path=${encodeURIComponent(PAGE)}&page=1&pageSize=50&sortBy=insertedAt_desc` },
    seed: async (count) => {
      await sql.query(
        `INSERT INTO wl_comment (comment, ip, link, mail, nick, status, ua, url, insertedat)
         SELECT 'No. ' || i || '. ' || repeat('It says what a comment says, about as long as one is. ', 3), '', '', i || '@bench.example',
           'ada', 'approved', '', $2, now() - interval '1 day' FROM generate_series(1, $1::int) AS i`,
        [count, PAGE],
      );
    },
  };
}

async function answers({ url, read }: Omit<Waline, 'stop'>, exitCode: () => number | null): Promise<void> {
  let why = '';
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(200)) {
    if (exitCode() !== null) throw new Error(`it ended with code ${exitCode()}`);
    const response = await fetch(url + read.path).catch((error: Error) => void (why = error.message));
    if (response?.ok && ((await response.json()) as { errno: number }).errno === 0) return;
  }
  throw new Error(`it did not answer within ${PATIENCE_MS / 1000} s (${why})`);
}

/** The columns that its queries use; it has no migrations. */
const TABLES = `
  CREATE TABLE wl_comment (
    id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, user_id int, comment text,
    insertedat timestamp(0) NOT NULL DEFAULT now(), ip varchar(100), link varchar(255), mail varchar(255),
    nick varchar(255), pid int, rid int, sticky numeric, status varchar(50) NOT NULL DEFAULT '', "like" int,
    ua text, url varchar(255), createdat timestamp(0) DEFAULT now(), updatedat timestamp(0) DEFAULT now());
  CREATE TABLE wl_counter (
    id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, time int, url varchar(255) NOT NULL,
    createdat timestamp(0) DEFAULT now(), updatedat timestamp(0) DEFAULT now());
  CREATE TABLE wl_users (
    id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, display_name varchar(255), email varchar(255),
    password varchar(255), type varchar(50), label varchar(255), url varchar(255), avatar varchar(255),
    github varchar(255), twitter varchar(255), facebook varchar(255), google varchar(255), weibo varchar(255),
    qq varchar(255), oidc varchar(255), huawei varchar(255), "2fa" varchar(32),
    createdat timestamp(0) DEFAULT now(), updatedat timestamp(0) DEFAULT now());`;
