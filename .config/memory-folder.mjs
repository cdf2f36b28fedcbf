// A folder in memory for a test run's temporary files. A run creates some hundred thousand of them (databases, clones,
// browser profiles), and file systems exist that take a millisecond of CPU for each.
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const PREFIX = 'copecheck-run-';
/** Bytes that must be free. A run needs about a third of it. */
const ROOM = 8e9;

/**
 * Makes the folder and removes it when the process ends.
 * @returns its path; null if this system has no such file system, or too little memory
 */
export function memoryFolder() {
  if (!hasRoom()) return null;
  removeLeftovers();
  const folder = join(MEMORY, `${PREFIX}${process.pid}`);
  // PostgreSQL's user must be able to enter if the tests run as root.
  mkdirSync(folder, { mode: 0o711 });
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
  return folder;
}

function hasRoom() {
  if (process.platform !== 'linux') return false;
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  // Tests run programs that they have written there.
  if (!mounts.some((line) => line.includes(` ${MEMORY} tmpfs `) && !line.includes('noexec'))) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return Math.min(bavail * bsize, freemem()) > ROOM;
}

/** Of runs that were killed: they would take up memory until the machine restarts. */
function removeLeftovers() {
  for (const name of readdirSync(MEMORY)) {
    const pid = name.startsWith(PREFIX) && Number(name.slice(PREFIX.length));
    if (pid && !isRunning(pid)) rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (fault) {
    // Another user's.
    return /** @type {NodeJS.ErrnoException} */ (fault).code === 'EPERM';
  }
}
