// A whole site for tests that need one: the real entry in a process of its own, on a new database and a free port.
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import type { Readable } from 'node:stream';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fillFromTemplate } from '../setup/templates.ts';

/** A child whose output is read. */
type Piped = ChildProcess & { stdout: Readable; stderr: Readable };

const NODE = resolve('node_modules/node/bin/node');

export interface SiteOptions {
  /** Settings in addition to, or instead of, those of a test site. */
  env?: Record<string, string>;
  /** An earlier site's folder, to start it again, or a new one for a very first start; it is then the caller's to remove. */
  dataDir?: string;
  port?: number;
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
  /** All that the site has printed, its log included. */
  output: () => string;
  /** The address of the link that makes the first admin, as printed at the start. */
  adminLink: () => string | undefined;
  /** Runs the operator's command line against this site's database. */
  cli: (...args: string[]) => Promise<CommandResult>;
  /** SIGTERM, and waits. @returns the exit code */
  stop: () => Promise<number | null>;
  /** kill -9 of the site's process group, and where told so of its database too, which has a group of its own. */
  kill: (what: 'site' | 'site and database') => Promise<void>;
}

/** Starts a site and waits until it says that it is ready. Throws with its output where it ends instead. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const dataDir = options.dataDir ?? (await usedDataDir(options.env));
  const port = options.port ?? (await freePort());
  const env = siteEnv({ DATA_DIR: dataDir, PORT: String(port), ...options.env });
  // By the channel a site learns that its test was cut short, and stops.
  const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', 'ipc'];
  const child = spawn(NODE, ['src/entry.ts'], { env, detached: true, stdio }) as Piped;
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await ready(child, () => output);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  return {
    url: env['ORIGIN'] || `http://127.0.0.1:${port}`,
    port,
    pid: child.pid!,
    dataDir,
    output: () => output,
    adminLink: () => /http\S+\/admin\/first\S+/.exec(output)?.[0],
    cli: (...args) => run(['src/cli/main.ts', ...args], env),
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await ended;
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
      return code;
    },
    kill: async (what) => {
      // A database of its own has a group of its own.
      const database = what === 'site' ? null : databaseProcess(dataDir);
      process.kill(-child.pid!, 'SIGKILL');
      if (database) process.kill(database, 'SIGKILL');
      await ended;
    },
  };
}

/** Runs one of our programs to its end. */
export async function run(args: string[], env = siteEnv({})): Promise<CommandResult> {
  const child = spawn(NODE, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code: code ?? -1, stdout, stderr };
}

/**
 * A test's settings: nothing of whoever runs the tests. Set to nothing rather than left out, so that a `.env` in the
 * clone does not fill them in.
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
    'SAMPLE_DATA',
  ];
  const unset = Object.fromEntries(names.map((name) => [name, '']));
  return { ...process.env, ...unset, NODE_ENV: 'production', LOG_LEVEL: 'warn', RATE_LIMITS: 'off', ...own };
}

export async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'copecheck-site-'));
  await chmod(folder, 0o711); // PostgreSQL's user must pass where the tests run as root
  return folder;
}

/** A data folder on which a site has started before; new where the settings name a database of their own. */
export async function usedDataDir({
  SAMPLE_DATA,
  DATABASE_URL,
}: Record<string, string> = {}): Promise<string> {
  const dataDir = await newDataDir();
  const samples = SAMPLE_DATA ?? 'on';
  if (!DATABASE_URL)
    await fillFromTemplate(dataDir, `samples-${samples}`, async (template) => {
      const site = await startSite({ dataDir: template, env: { SAMPLE_DATA: samples } });
      await site.stop();
    });
  return dataDir;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** The number of the embedded server's first process. */
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

async function ready(child: ChildProcess, output: () => string): Promise<void> {
  if (!existsSync('build/handler.js'))
    throw new Error('The site is not built: npm test does it, or npm start.');
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', () => output().includes('CopeCheck is ready') && resolve());
    child.once('exit', (code) => reject(new Error(`The site ended with code ${code}:\n${output()}`)));
  });
}
