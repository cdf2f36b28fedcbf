// A whole site in a child process, on a new database and a free port.
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import type { Readable } from 'node:stream';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import type { Role } from '../../src/lib/actor.ts';
import { fillFromTemplate } from '../setup/templates.ts';
import { connectionTo } from './connection.ts';

/** A child whose output is read. */
type Piped = ChildProcess & { stdout: Readable; stderr: Readable };

const NODE = resolve('node_modules/node/bin/node');

export interface SiteOptions {
  /** Overrides the settings of a test site. */
  env?: Record<string, string>;
  /** An earlier site's folder, or an empty one for a first start. The caller removes it. */
  dataDir?: string;
  port?: number;
  /** Another checkout, with its own packages and built, to compare with. */
  checkout?: string;
}

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

export interface Site {
  url: string;
  port: number;
  pid: number;
  dataDir: string;
  /** Everything that the site has printed, with its log. */
  output: () => string;
  /** The link for the first admin that the start prints. */
  adminLink: () => string | undefined;
  /** Runs the operator's command line on this site's database. A process each time: prefer `sql` in set-ups. */
  cli: (...args: string[]) => Promise<CommandResult>;
  /** Runs a statement on this site's database. @returns its rows */
  sql: <T extends object = Record<string, unknown>>(text: string, values?: unknown[]) => Promise<T[]>;
  setRole: (username: string, role: Role) => Promise<void>;
  /** Makes a verdict two days old, so that its pages show votes to everyone. */
  age: (slug: string) => Promise<void>;
  /** Sends SIGTERM. @returns the exit code */
  stop: () => Promise<number | null>;
  /** kill -9 of the site's process group, and of its database's, which is another. */
  kill: (what: 'site' | 'site and database') => Promise<void>;
}

/** Starts a site and waits until it is ready. @throws with its output if it ends instead */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const dataDir = options.dataDir ?? (await usedDataDir(options.env));
  const port = options.port ?? (await freePort());
  const env = siteEnv({ DATA_DIR: dataDir, PORT: String(port), ...options.env });
  // The site stops when the channel closes, so an aborted test leaves none behind.
  const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', 'ipc'];
  const cwd = resolve(options.checkout ?? '.');
  const child = spawn(NODE, ['src/entry.ts'], { env, cwd, detached: true, stdio }) as Piped;
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await ready(child, { output: () => output, cwd });
  let connection: pg.Pool | undefined;
  const sql: Site['sql'] = async <T extends object>(text: string, values?: unknown[]) => {
    connection ??= connectionTo(env['DATABASE_URL'] || databaseAddress(dataDir));
    return (await connection.query<T>(text, values)).rows;
  };
  const ended = once(child, 'exit') as Promise<[number | null]>;
  return {
    url: env['ORIGIN'] || `http://127.0.0.1:${port}`,
    port,
    pid: child.pid!,
    dataDir,
    output: () => output,
    adminLink: () => /http\S+\/admin\/first\S+/.exec(output)?.[0],
    cli: (...args) => run(['src/cli/main.ts', ...args], env, cwd),
    sql,
    setRole: async (username, role) => {
      const text = 'UPDATE users SET role = $2 WHERE username = $1 RETURNING id';
      if (!(await sql(text, [username, role])).length) throw new Error(`There is no account ${username}.`);
    },
    age: async (slug) => {
      await sql(`UPDATE verdicts SET created_at = created_at - interval '2 days' WHERE slug = $1`, [slug]);
    },
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await ended;
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
      return code;
    },
    kill: async (what) => {
      const database = what === 'site' ? null : databaseProcess(dataDir);
      process.kill(-child.pid!, 'SIGKILL');
      if (database) process.kill(database, 'SIGKILL');
      await ended;
    },
  };
}

/** Runs one of our programs to its end. */
export async function run(args: string[], env = siteEnv({}), cwd = '.'): Promise<CommandResult> {
  const child = spawn(NODE, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code: code ?? -1, stdout, stderr };
}

/**
 * A test's settings, without those of the caller's environment. They are empty rather than unset, so that a `.env`
 * file in the clone can't set them.
 */
export function siteEnv(own: Record<string, string>): NodeJS.ProcessEnv {
  const names = [
    'HOST',
    'ORIGIN',
    'DATABASE_URL',
    'REDIS_URL',
    'LIVE_ADAPTER',
    'SMTP_URL',
    'MAIL_FROM',
    'TRUST_PROXY',
    'METRICS_TOKEN',
    'REPORT_WEBHOOK_KEY',
    'BEEHIIV_API_KEY',
    'BEEHIIV_PUBLICATION',
    'BEEHIIV_API_URL',
    'FETCH_ALLOW',
    'SAMPLE_DATA',
  ];
  const unset = Object.fromEntries(names.map((name) => [name, '']));
  return { ...process.env, ...unset, NODE_ENV: 'production', LOG_LEVEL: 'warn', RATE_LIMITS: 'off', ...own };
}

export async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'copecheck-site-'));
  await chmod(folder, 0o711); // PostgreSQL's user must be able to enter if the tests run as root
  return folder;
}

/** A data folder on which a site has started before; an empty one if the settings have a DATABASE_URL. */
export async function usedDataDir({
  SAMPLE_DATA,
  DATABASE_URL,
}: Record<string, string> = {}): Promise<string> {
  const dataDir = await newDataDir();
  if (!DATABASE_URL) await fill(dataDir, SAMPLE_DATA ?? 'on');
  return dataDir;
}

function fill(dataDir: string, samples: string): Promise<void> {
  return fillFromTemplate(dataDir, `samples-${samples}`, async (template) => {
    if (samples === 'on') {
      await fill(template, 'off');
      // As after a first start that was killed before it had loaded them (site.ts).
      await writeFile(join(template, 'samples-to-load'), '');
    }
    const site = await startSite({ dataDir: template, env: { SAMPLE_DATA: samples } });
    await site.stop();
  });
}

/**
 * A port that nothing listens on, for this process alone: a site listens seconds later, or again after a stop, and
 * another test's process could get the same number in between. So only even numbers are given out, and this process
 * listens on the odd one above until it ends. They are below the ports that Linux gives to outgoing connections (from
 * 32768): one of those could be in use again by the time the site listens.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 2 * randomInt(5_500, 16_000);
    const claim = await listenOn(port + 1);
    const probe = claim && (await listenOn(port));
    probe?.close();
    if (probe) return port;
    claim?.close();
  }
}

/** A server that doesn't keep this process running; null if the port is taken. */
async function listenOn(port: number): Promise<Server | null> {
  const server = createServer().unref().listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => server,
    () => null,
  );
}

/** The process id of the embedded server. */
export function databaseProcess(dataDir: string): number {
  return Number(postmaster(dataDir).lines[0]);
}

/** The address of a running site's embedded database. */
export function databaseAddress(dataDir: string): string {
  const { password, lines } = postmaster(dataDir);
  return `postgresql://copecheck:${password}@127.0.0.1:${lines[3]}/copecheck`;
}

function postmaster(dataDir: string): { password: string; lines: string[] } {
  const pointer = JSON.parse(readFileSync(join(dataDir, 'database.json'), 'utf8')) as Record<string, string>;
  const pid = readFileSync(join(resolve(dataDir, pointer['cluster']!), 'postmaster.pid'), 'utf8');
  return { password: pointer['password']!, lines: pid.split('\n') };
}

async function ready(
  child: ChildProcess,
  { output, cwd }: { output: () => string; cwd: string },
): Promise<void> {
  if (!existsSync(join(cwd, 'build/handler.js')))
    throw new Error('The site is not built: npm test does it, or npm start.');
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', () => output().includes('CopeCheck is ready') && resolve());
    child.once('exit', (code) => reject(new Error(`The site ended with code ${code}:\n${output()}`)));
  });
}
