import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import {
  forgetDeadServer,
  lastError,
  openCluster,
  runningServer,
  spawnServer,
  type Cluster,
} from './cluster.server.ts';

export interface Embedded {
  url: string;
  /** Releases the server; the last process to do so stops it. */
  stop: () => Promise<void>;
  onLost: (listener: () => void) => void;
}

export interface EmbeddedOptions {
  /** True for a site; a command may use its DATA_DIR at the same time. */
  exclusive: boolean;
  flags?: string[];
}

export class DataDirInUse extends Error {}

// Recovery after a crash replays all writes since the last checkpoint.
const START_DEADLINE_MS = 60_000;
const POLL_MS = 20;

const IN_USE = (dataDir: string) =>
  `CopeCheck already runs on ${dataDir}. Stop it first, or set DATA_DIR to another folder and PORT to another port.`;

// PostgreSQL takes a moment to notice that the process which held a lock was killed.
const SITE_LOCK_PATIENCE_MS = 1_000;

// Advisory locks of one connection end with the process, however it ends. A lock file could outlive its owner.
const SITE_LOCK = 1;
const USE_LOCK = 2;

/** Or uses the server that still runs after our process was killed. @throws DataDirInUse */
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

async function connect(cluster: Cluster, flags: string[]): Promise<pg.Client> {
  const deadline = Date.now() + START_DEADLINE_MS;
  for (;;) {
    await ensureRunning(cluster, flags, deadline);
    const guard = await tryConnect(cluster);
    if (guard) return guard;
    if (Date.now() > deadline) throw new Error(`The database does not respond: ${lastError(cluster)}`);
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
    // The port may belong to another program by now, even to another PostgreSQL.
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    await client.query('SELECT pg_advisory_lock_shared($1)', [USE_LOCK]);
    if (rows[0]?.data_directory === cluster.folder) return client;
  } catch {
    // The caller retries until its deadline, and then reports the server's own last error.
  }
  await client.end().catch(() => {});
  return null;
}

async function ensureRunning(cluster: Cluster, flags: string[], deadline: number): Promise<void> {
  if (runningServer(cluster) && (await responds(cluster))) return;
  forgetDeadServer(cluster);
  const server = await spawnServer(cluster, await freePort(), flags);
  let ended = false;
  server.once('exit', () => (ended = true));
  server.once('error', () => (ended = true));
  while (!ended && Date.now() < deadline) {
    if (runningServer(cluster)?.pid === server.pid) return;
    await delay(POLL_MS);
  }
  // Another process is starting the server, or the children of a killed one are still running: wait. Anything else is an
  // error.
  const wait = /postmaster\.pid|pre-existing shared memory|Address already in use/.test(lastError(cluster));
  if (!wait || Date.now() >= deadline) throw new Error(`The database did not start: ${lastError(cluster)}`);
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

async function responds(cluster: Cluster): Promise<boolean> {
  const client = await tryConnect(cluster);
  await client?.end();
  return client !== null;
}

async function createDatabase(guard: pg.Client): Promise<void> {
  // Two commands may both be the first.
  await guard.query('SELECT pg_advisory_lock(3)');
  const { rowCount } = await guard.query(`SELECT 1 FROM pg_database WHERE datname = 'copecheck'`);
  if (!rowCount) await guard.query('CREATE DATABASE copecheck');
  await guard.query('SELECT pg_advisory_unlock(3)');
}

async function release(cluster: Cluster, guard: pg.Client): Promise<void> {
  const running = runningServer(cluster);
  await guard.query('SELECT pg_advisory_unlock_shared($1)', [USE_LOCK]).catch(() => {});
  const isLast = await lock(guard, USE_LOCK).catch(() => false);
  await guard.end().catch(() => {});
  if (!isLast || !running) return;
  process.kill(running.pid, 'SIGINT'); // PostgreSQL's fast shutdown: closes connections, writes a checkpoint
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
