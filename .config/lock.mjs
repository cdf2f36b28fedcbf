// Lets several commands run in one clone: only one at a time sets up, and nothing that a running command uses is replaced.
// Imports only Node's own modules, because it runs before anything is installed.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{pid: number, started: string}} Process `started` distinguishes it from a later process with the same id
 * @typedef {{id: string, command: string, processes: Process[]}} Holder
 * @typedef {'packages' | 'build'} Used
 */

// Not in node_modules: npm empties that folder.
const state = join(dirname(fileURLToPath(import.meta.url)), '.state');
const users = join(state, 'users');
const lockFile = join(state, 'lock');
const POLL_MS = 50;

/** @type {Holder} */
const self = { id: randomUUID(), command: commandName(), processes: [describe(process.pid)] };
let holding = false;
/** @type {Set<Used>} */
const used = new Set();
process.on('exit', release);

/**
 * Runs `work` under this clone's lock. Prints a line to stderr if it has to wait.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(work) {
  if (!canWrite()) return work();
  for (let waiting = false; !claim(lockFile); await delay(POLL_MS)) {
    const other = read(lockFile);
    if (waiting || !other) continue;
    waiting = true;
    process.stderr.write(`Waiting for ${nameOf(other)}, which is setting up this folder …\n`);
  }
  holding = true;
  try {
    return await work();
  } finally {
    release();
  }
}

/**
 * Makes a child a holder of the lock: if we are killed and it keeps running, the next command waits for it.
 * @param {number | undefined} pid
 */
export function holdWith(pid) {
  if (!holding || !pid) return;
  write(lockFile, { ...self, processes: [...self.processes, describe(pid)] });
}

function release() {
  if (holding) rmSync(lockFile, { force: true });
  holding = false;
}

/**
 * Marks `what` as used until this command ends.
 * @param {Used} what
 */
export function use(what) {
  used.add(what);
  mark(what, process.pid);
}

/**
 * Marks everything this command uses as used by a child too, which may outlive us.
 * @param {number | undefined} pid
 */
export function useWith(pid) {
  if (pid) for (const what of used) mark(what, pid);
}

/**
 * @param {Used} what
 * @param {number} pid
 */
function mark(what, pid) {
  if (!canWrite()) return;
  const file = join(users, `${what}-${pid}`);
  write(file, pid === process.pid ? self : { ...self, processes: [...self.processes, describe(pid)] });
  process.on('exit', () => rmSync(file, { force: true }));
}

/**
 * Names of the other running commands that use `what`.
 * @param {Used} what
 */
export function usersOf(what) {
  if (!canWrite()) return [];
  const files = readdirSync(users).filter((name) => name.startsWith(`${what}-`));
  const others = files.flatMap((name) => {
    const holder = read(join(users, name));
    if (holder && isAlive(holder)) return holder.id === self.id ? [] : [nameOf(holder)];
    rmSync(join(users, name), { force: true });
    return [];
  });
  return [...new Set(others)];
}

/** False in a clone that another user owns: we change nothing there, so we need no lock. */
function canWrite() {
  try {
    mkdirSync(users, { recursive: true });
    accessSync(users, constants.W_OK);
    return true;
  } catch (error) {
    const { code = '' } = /** @type {NodeJS.ErrnoException} */ (error);
    if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return false;
    throw error;
  }
}

/**
 * Takes a lock file if it is free or its holder is dead. Two commands may find the same dead holder. Only the one that
 * also takes the takeover lock may replace it, and checks again first.
 * @param {string} file
 * @returns {boolean}
 */
function claim(file) {
  if (create(file)) return true;
  const holder = read(file);
  if (!holder || isAlive(holder)) return false;
  const takeover = `${file}.${holder.id}`;
  if (!claim(takeover)) return false;
  const stillDead = read(file)?.id === holder.id;
  if (stillDead) write(file, self);
  rmSync(takeover, { force: true });
  return stillDead;
}

/** Creates a file with its content atomically; false if it exists. @param {string} file */
function create(file) {
  const draft = `${file}.${randomUUID()}.draft`;
  writeFileSync(draft, JSON.stringify(self));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft);
  }
}

/**
 * Replaces a file atomically.
 * @param {string} file
 * @param {Holder} holder
 */
function write(file, holder) {
  const draft = `${file}.${randomUUID()}.draft`;
  writeFileSync(draft, JSON.stringify(holder));
  renameSync(draft, file);
}

/** @param {string} file @returns {Holder | null} null if it doesn't exist */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    return null;
  }
}

/** @param {Holder} holder */
function isAlive({ processes }) {
  return processes.some(({ pid, started }) => startOf(pid) === started);
}

/** @param {number} pid @returns {Process} */
function describe(pid) {
  return { pid, started: startOf(pid) ?? '' };
}

/** When a process started, in the system's format; null if it isn't running. @param {number} pid */
function startOf(pid) {
  if (process.platform === 'linux') {
    const stat = readOrNull(`/proc/${pid}/stat`);
    // The second field is the program's name, which may contain spaces and brackets.
    const [status, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    if (!status || status === 'Z' || status === 'X') return null; // a zombie has ended
    return `${readOrNull('/proc/sys/kernel/random/boot_id')?.trim()} ${fields[18]}`;
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return null; // ps fails if there is no such process
  }
}

/** @param {string} file */
function readOrNull(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** @param {Holder} holder */
function nameOf({ command, processes }) {
  return `${command} (process ${processes[0]?.pid})`;
}

/** The command as the user typed it, if npm tells us. */
function commandName() {
  const script = process.env['npm_lifecycle_event'];
  if (script && script !== 'npx')
    return script === 'start' || script === 'test' ? `npm ${script}` : `npm run ${script}`;
  return basename(process.argv[1] ?? 'node');
}
