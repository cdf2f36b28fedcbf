// The servers of a scenario: our site on a new database, and the bare ones.
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { startEmbedded } from '../../src/lib/db/embedded/embedded.server.ts';
import { startSite, type Site } from '../support/site.ts';
import type { Usage } from './probe.ts';

/** One PostgreSQL for all scenarios, with a site's settings: fsync on. */
export interface Database {
  /** A new, empty database. @returns its address */
  create: (name: string) => Promise<string>;
  stop: () => Promise<void>;
}

export async function startDatabase(): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'copecheck-bench-'));
  await chmod(folder, 0o711); // PostgreSQL's user must be able to enter
  const server = await startEmbedded(folder, { exclusive: false, flags: ['max_connections=200'] });
  return {
    create: async (name) => {
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A server under test. */
export interface Server {
  name: string;
  url: string;
  usage: () => Promise<Usage>;
  stop: () => Promise<void>;
}

export interface BenchSite extends Server {
  site: Site;
  sql: pg.Pool;
  databaseUrl: string;
  /** The verdict that all clients watch. */
  slug: string;
  verdictId: string;
}

const VERDICT = 'src/lib/verdicts/samples/gpts-are-gpts.txt';
let probes = 0;

/**
 * Our site in production mode, without limits, with one verdict without comments.
 * @param checkout another checkout, with its own packages and built; its migrations, too, are its own
 */
export async function startBenchSite(
  database: Database,
  name: string,
  checkout?: string,
): Promise<BenchSite> {
  const databaseUrl = await database.create(name);
  const probe = probePath();
  const env = { DATABASE_URL: databaseUrl, LIVE_ADAPTER: 'memory', SAMPLE_DATA: 'off', ...probeEnv(probe) };
  const site = await startSite({ env, ...(checkout === undefined ? {} : { checkout }) });
  const { code, stderr } = await site.cli('verdict', 'import', VERDICT);
  if (code !== 0) throw new Error(`The verdict could not be published: ${stderr}`);
  const sql = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  const { rows } = await sql.query<{ id: string; slug: string }>('SELECT id, slug FROM verdicts');
  return {
    name: checkout === undefined ? 'CopeCheck' : `before (${commitOf(checkout)})`,
    url: site.url,
    usage: () => readProbe(probe),
    stop: async () => {
      await sql.end();
      await site.stop();
    },
    site,
    sql,
    databaseUrl,
    slug: rows[0]!.slug,
    verdictId: rows[0]!.id,
  };
}

function commitOf(checkout: string): string {
  return execFileSync('git', ['-C', checkout, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
}

export function startBare(kind: 'socket.io' | 'ws' | 'http'): Promise<Server> {
  return forkServer(kind === 'http' ? 'bare node:http' : `bare ${kind}`, ['tests/load/bare-server.ts', kind]);
}

/** Keeps comments in a table of its own in the site's database. */
export function startBareWrites({ databaseUrl }: BenchSite): Promise<Server> {
  return forkServer('INSERT, then broadcast', ['tests/load/bare-writes.ts'], { DATABASE_URL: databaseUrl });
}

async function forkServer(
  name: string,
  [file, ...args]: [string, ...string[]],
  env: Record<string, string> = {},
): Promise<Server> {
  const probe = probePath();
  const child = fork(file, args, { env: { ...process.env, ...env, ...probeEnv(probe) } });
  const [port] = (await once(child, 'message')) as [number];
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    usage: () => readProbe(probe),
    stop: () => end(child),
  };
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function probePath(): string {
  probes += 1;
  return `copecheck-probe-${process.pid}-${probes}`;
}

/** `BENCH_NODE_OPTIONS` adds options for every server, such as `--cpu-prof`. */
function probeEnv(path: string): Record<string, string> {
  const more = process.env['BENCH_NODE_OPTIONS'] ?? '';
  const loaded = pathToFileURL(resolve('tests/load/probe.ts')).href;
  return { BENCH_PROBE: path, NODE_OPTIONS: `--expose-gc --import ${loaded} ${more}`.trim() };
}

function readProbe(socketPath: string): Promise<Usage> {
  return new Promise((done, failed) => {
    get({ socketPath: `\0${socketPath}`, path: '/' }, (response) => {
      text(response).then((json) => done(JSON.parse(json) as Usage), failed);
    }).on('error', failed);
  });
}
