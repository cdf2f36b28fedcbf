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

/** What stands in `DATA_DIR/database.json`. `cluster` is relative to DATA_DIR where it lies inside it. */
interface Pointer {
  cluster: string;
  password: string;
}

/** The cluster of a DATA_DIR, made (initdb) if there is none yet. Safe against two starts at the same time. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  // Others may pass through, for PostgreSQL's user must; what is private in it has modes of its own.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const pointerFile = join(dataDir, 'database.json');
  if (!existsSync(pointerFile)) await createCluster(dataDir, pointerFile);
  const pointer = JSON.parse(await readFile(pointerFile, 'utf8')) as Pointer;
  const folder = isAbsolute(pointer.cluster) ? pointer.cluster : join(dataDir, pointer.cluster);
  if (!existsSync(folder)) {
    throw new Error(
      `${pointerFile} names the database ${folder}, which is not there: bring it back, or remove that file to begin anew.`,
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
  // A link is made whole or not at all, and only once: of two starts, the slower takes the other's cluster.
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
  // initdb can't read a pipe; the file lies beside the cluster, where the runner can reach it.
  const passwordFile = `${folder}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (who.uid !== undefined) {
    await chown(folder, who.uid, who.gid!);
    await chown(passwordFile, who.uid, who.gid!);
  }
  // PostgreSQL's own locale: the same order on every machine, and no dependence on what is installed there.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=copecheck', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const made = spawnSync(join(bin, 'initdb'), [`--pgdata=${folder}`, ...locale, ...access], {
    ...who,
    cwd: '/',
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  await rm(passwordFile);
  if (made.status === 0) return;
  await rm(folder, { recursive: true, force: true });
  throw new Error(
    `The database could not be made in ${folder}: ${lastLine(made.stderr) || made.error?.message}`,
  );
}

/** A cluster is run by whoever owns it: PostgreSQL insists, and a DATA_DIR may first have been a user's, then root's. */
function ownerOf(folder: string): Runner {
  if (process.getuid?.() !== 0) return {};
  const { uid, gid } = statSync(folder);
  return { uid, gid };
}

const LOG_LIMIT = 5_000_000;

/** Starts PostgreSQL on a port. It gets a session of its own: Ctrl-C is for us, who stop it when all is written. */
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

/** What the running server says of itself (`postmaster.pid`); null where there is none or it is only starting. */
export function runningServer(cluster: Cluster): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(cluster.folder, 'postmaster.pid'), 'utf8').split('\n');
    if (lines[7]?.trim() !== 'ready') return null;
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return null;
  }
}

/**
 * After a crash of the machine, the number in `postmaster.pid` may belong to any program by now, and PostgreSQL would
 * refuse to start beside it. Where the system tells that it is not a server of this cluster, the file is removed.
 */
export function forgetDeadServer(cluster: Cluster): void {
  const file = join(cluster.folder, 'postmaster.pid');
  try {
    const pid = readFileSync(file, 'utf8').split('\n')[0];
    if (readlinkSync(`/proc/${pid}/cwd`) !== cluster.folder) rmSync(file);
  } catch {
    // No such file, no such process or no such system: PostgreSQL's own check is right then.
  }
}

/** The last thing PostgreSQL said, for the one line we say. */
export function lastWords(cluster: Cluster): string {
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
