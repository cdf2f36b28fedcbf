import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import {
  forgetDeadServer,
  lastWords,
  openCluster,
  runningServer,
  spawnServer,
  type Cluster,
} from './cluster.server.ts';

export interface Embedded {
  /** The address of the database `copecheck`, with its password. */
  url: string;
  /** Lets go of the server; the last one who does stops it. */
  stop: () => Promise<void>;
  /** Called if the server is lost while in use (killed, out of memory). */
  onLost: (listener: () => void) => void;
}

export interface EmbeddedOptions {
  /** A site has its DATA_DIR for itself; a command of the operator may use it at the same time. */
  exclusive: boolean;
  /** More settings of the server, such as `fsync=off` for tests. */
  flags?: string[];
}

/** Somebody's site already runs on this DATA_DIR. */
export class DataDirInUse extends Error {}

// Recovery after a crash replays what was written since the last checkpoint; this covers a long one.
const START_DEADLINE_MS = 60_000;
const POLL_MS = 20;

const IN_USE = (dataDir: string) =>
  `CopeCheck already runs on ${dataDir}. Stop it first, or set DATA_DIR to another folder and PORT to another port.`;

// PostgreSQL takes a moment to notice that the process which held a lock was killed.
const SITE_LOCK_PATIENCE_MS = 1_000;

// Advisory locks, held by one connection: they end with the process that holds them, however it ends, so there is
// no lock file that could outlive its owner.
const SITE_LOCK = 1;
const USE_LOCK = 2;

/**
 * Starts the PostgreSQL of a DATA_DIR, or adopts the one that still runs there after our process was killed.
 * @throws DataDirInUse where another site has it
 */
export async function startEmbedded(dataDir: string, options: EmbeddedOptions): Promise<Embedded> {
  const cluster = await openCluster(dataDir);
  const guard = await connect(cluster, options.flags ?? []);
  try {
    if (options.exclusive && !(await takeSiteLock(guard))) throw new DataDirInUse(IN_USE(dataDir));
    await createDatabase(guard);
  } catch (error) {
    await guard.end();
    throw error;
  }
  const { port } = runningServer(cluster)!;
  let leaving = false;
  return {
    url: address(cluster, port, 'copecheck'),
    stop: () => ((leaving = true), release(cluster, guard)),
    onLost: (listener) => void guard.on('end', () => leaving || listener()),
  };
}

/** A connection that marks the server as in use, so that nobody else stops it. */
async function connect(cluster: Cluster, flags: string[]): Promise<pg.Client> {
  const deadline = Date.now() + START_DEADLINE_MS;
  for (;;) {
    await ensureRunning(cluster, flags, deadline);
    const guard = await tryConnect(cluster);
    if (guard) return guard;
    // It was just being stopped by the last one who used it, or still winds up after a kill.
    if (Date.now() > deadline) throw new Error(`The database does not answer: ${lastWords(cluster)}`);
    await delay(POLL_MS);
  }
}

async function tryConnect(cluster: Cluster): Promise<pg.Client | null> {
  const running = runningServer(cluster);
  if (!running) return null;
  const client = new pg.Client({ connectionString: address(cluster, running.port, 'postgres') });
  client.on('error', () => {}); // a lost connection ends in 'end', which is listened to
  try {
    await client.connect();
    // The port may by now be another program's, even another PostgreSQL's.
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    await client.query('SELECT pg_advisory_lock_shared($1)', [USE_LOCK]);
    if (rows[0]?.data_directory === cluster.folder) return client;
  } catch {
    // The caller tries again until its deadline, and then tells the server's own last words.
  }
  await client.end().catch(() => {});
  return null;
}

async function ensureRunning(cluster: Cluster, flags: string[], deadline: number): Promise<void> {
  if (runningServer(cluster) && (await answers(cluster))) return;
  forgetDeadServer(cluster);
  const server = await spawnServer(cluster, await freePort(), flags);
  let ended = false;
  server.once('exit', () => (ended = true));
  server.once('error', () => (ended = true));
  while (!ended && Date.now() < deadline) {
    if (runningServer(cluster)?.pid === server.pid) return;
    await delay(POLL_MS);
  }
  // A server that another start began, or the last children of a killed one, are waited for; all else is a fault.
  const wait = /postmaster\.pid|pre-existing shared memory|Address already in use/.test(lastWords(cluster));
  if (!wait || Date.now() >= deadline) throw new Error(`The database did not start: ${lastWords(cluster)}`);
  await delay(100);
}

async function takeSiteLock(guard: pg.Client): Promise<boolean> {
  const deadline = Date.now() + SITE_LOCK_PATIENCE_MS;
  while (!(await lock(guard, SITE_LOCK))) {
    if (Date.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

async function answers(cluster: Cluster): Promise<boolean> {
  const client = await tryConnect(cluster);
  await client?.end();
  return client !== null;
}

async function createDatabase(guard: pg.Client): Promise<void> {
  // The lock is for two commands that both come first.
  await guard.query('SELECT pg_advisory_lock(3)');
  const { rowCount } = await guard.query(`SELECT 1 FROM pg_database WHERE datname = 'copecheck'`);
  if (!rowCount) await guard.query('CREATE DATABASE copecheck');
  await guard.query('SELECT pg_advisory_unlock(3)');
}

async function release(cluster: Cluster, guard: pg.Client): Promise<void> {
  const running = runningServer(cluster);
  await guard.query('SELECT pg_advisory_unlock_shared($1)', [USE_LOCK]).catch(() => {});
  const last = await lock(guard, USE_LOCK).catch(() => false);
  await guard.end().catch(() => {});
  if (!last || !running) return;
  process.kill(running.pid, 'SIGINT'); // PostgreSQL's "fast" stop: ends connections, writes a checkpoint
  while (runningServer(cluster) || isAlive(running.pid)) await delay(POLL_MS);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function lock(guard: pg.Client, key: number): Promise<boolean> {
  const { rows } = await guard.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [key]);
  return rows[0]!.held;
}

function address({ password }: Cluster, port: number, database: string): string {
  return `postgresql://copecheck:${password}@127.0.0.1:${port}/${database}`;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
