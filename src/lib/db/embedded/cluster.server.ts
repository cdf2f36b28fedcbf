import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { chown, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { binaries, canEnter, reachable, runner, type Runner } from './runner.server.ts';

/** PostgreSQL's data folder and how to run and enter it. */
export interface Cluster {
  folder: string;
  password: string;
  log: string;
  who: Runner;
}

/** The content of `DATA_DIR/database.json`. `cluster` is relative if it is inside DATA_DIR. */
interface Pointer {
  cluster: string;
  password: string;
}

/** The cluster of a DATA_DIR, created (initdb) if missing. Safe when two processes start at the same time. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  // PostgreSQL's user must be able to pass through. Private files in it have stricter modes.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const pointerFile = join(dataDir, 'database.json');
  if (!existsSync(pointerFile)) await createCluster(dataDir, pointerFile);
  const pointer = JSON.parse(await readFile(pointerFile, 'utf8')) as Pointer;
  const folder = isAbsolute(pointer.cluster) ? pointer.cluster : join(dataDir, pointer.cluster);
  if (!existsSync(folder)) {
    throw new Error(
      `${pointerFile} names the database ${folder}, which does not exist: restore it, or delete that file to start with an empty database.`,
    );
  }
  return { folder, password: pointer.password, log: join(dataDir, 'database.log'), who: ownerOf(folder) };
}

async function createCluster(dataDir: string, pointerFile: string): Promise<void> {
  const who = runner();
  const name = `postgres-${randomBytes(4).toString('hex')}`;
  const inside = canEnter(who, dataDir);
  const folder = join(inside ? dataDir : await reachable(), name);
  const pointer: Pointer = {
    cluster: inside ? name : folder,
    password: randomBytes(24).toString('base64url'),
  };
  await initdb(folder, pointer.password, who);
  // A link is atomic: of two starts, the slower one uses the other's cluster.
  const draft = `${pointerFile}.${name}`;
  await writeFile(draft, JSON.stringify(pointer, null, 2), { mode: 0o600 });
  await link(draft, pointerFile).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    await rm(folder, { recursive: true });
  });
  await rm(draft);
}

async function initdb(folder: string, password: string, who: Runner): Promise<void> {
  const bin = await binaries(who);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // initdb can't read a pipe; the runner can read a file beside the cluster.
  const passwordFile = `${folder}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (who.uid !== undefined) {
    await chown(folder, who.uid, who.gid!);
    await chown(passwordFile, who.uid, who.gid!);
  }
  // PostgreSQL's built-in locale sorts the same on every machine.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=copecheck', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const result = spawnSync(join(bin, 'initdb'), [`--pgdata=${folder}`, ...locale, ...access], {
    ...who,
    cwd: '/',
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  await rm(passwordFile);
  if (result.status === 0) return;
  await rm(folder, { recursive: true, force: true });
  throw new Error(
    `The database could not be created in ${folder}: ${lastLine(result.stderr) || result.error?.message}`,
  );
}

/** PostgreSQL must run as the owner of the cluster, and a DATA_DIR may have been a user's before it was root's. */
function ownerOf(folder: string): Runner {
  if (process.getuid?.() !== 0) return {};
  const { uid, gid } = statSync(folder);
  return { uid, gid };
}

const LOG_LIMIT = 5_000_000;

/** Starts PostgreSQL on a port, detached, so that Ctrl-C reaches only us. We stop it at the end. */
export async function spawnServer(cluster: Cluster, port: number, extra: string[]): Promise<ChildProcess> {
  const bin = await binaries(cluster.who);
  const flags = [
    ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`, 'max_connections=100'],
    ...['shared_buffers=128MB', 'jit=off', 'timezone=UTC', 'log_timezone=UTC', 'lc_messages=C'],
    ...extra,
  ].flatMap((flag) => ['-c', flag]);
  const tooLong = existsSync(cluster.log) && statSync(cluster.log).size > LOG_LIMIT;
  const log = openSync(cluster.log, tooLong ? 'w' : 'a', 0o600);
  const server = spawn(join(bin, 'postgres'), ['-D', cluster.folder, ...flags], {
    ...cluster.who,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C' },
  });
  closeSync(log);
  server.unref();
  return server;
}

/** The running server, from `postmaster.pid`; null if there is none or it is still starting. */
export function runningServer(cluster: Cluster): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(cluster.folder, 'postmaster.pid'), 'utf8').split('\n');
    if (lines[7]?.trim() !== 'ready') return null;
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return null;
  }
}

// After a crash of the machine, the pid in the file may belong to another program, and PostgreSQL would refuse to start.
export function forgetDeadServer(cluster: Cluster): void {
  const file = join(cluster.folder, 'postmaster.pid');
  try {
    const pid = readFileSync(file, 'utf8').split('\n')[0];
    if (readlinkSync(`/proc/${pid}/cwd`) !== cluster.folder) rmSync(file);
  } catch {
    // No such file, process or /proc: PostgreSQL's own check is right then.
  }
}

export function lastError(cluster: Cluster): string {
  return existsSync(cluster.log) ? lastLine(readFileSync(cluster.log, 'utf8')) : '';
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .findLast((line) => /FATAL|error|PANIC/.test(line)) ??
    text.trim().split('\n').at(-1) ??
    ''
  );
}
