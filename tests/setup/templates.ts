// Data folders of sites that have started once, with and without samples. They are created when first needed and then
// copied, so that a test's site starts without initdb, migrations and samples.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FOLDER = 'COPECHECK_TEST_TEMPLATES';

/** Global set-up of Vitest and Playwright: creates the folder for this run's templates, unless npm test has done it. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[FOLDER]) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'copecheck-templates-'));
  await chmod(folder, 0o711); // PostgreSQL's user must be able to enter if the tests run as root
  process.env[FOLDER] = folder;
  return () => rm(folder, { recursive: true, force: true });
}

/**
 * Fills an empty data folder from the template of that name. Outside a test run (benchmarks) it stays empty.
 * @param make starts and stops a site once on a folder
 */
export async function fillFromTemplate(
  dataDir: string,
  name: string,
  make: (dataDir: string) => Promise<void>,
): Promise<void> {
  const folder = process.env[FOLDER];
  if (!folder) return;
  const template = join(folder, name);
  if (!existsSync(template)) await makeTemplate(template, make);
  const cluster = clusterIn(template);
  if (isAbsolute(cluster)) return; // PostgreSQL's user can't enter the folder, so the cluster isn't in it
  // Node's copy doesn't keep the owner, which PostgreSQL requires.
  const { status, stderr } = spawnSync('cp', ['-Rp', `${template}/.`, dataDir], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The template could not be copied: ${stderr}`);
}

/** One process makes it, the others wait: most test files need it when they start. */
async function makeTemplate(template: string, make: (dataDir: string) => Promise<void>): Promise<void> {
  const draft = `${template}.draft`;
  while (!(await claim(draft))) await sleep(100);
  try {
    if (existsSync(template)) return;
    await make(draft);
    // No test crashes the machine, so fsync can be off.
    const settings = join(draft, clusterIn(draft), 'postgresql.conf');
    if (!isAbsolute(clusterIn(draft))) await appendFile(settings, '\nfsync = off\nfull_page_writes = off\n');
    await rename(draft, template);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const claim = (folder: string) =>
  mkdir(folder, { mode: 0o711 }).then(
    () => true,
    (fault: NodeJS.ErrnoException) => {
      if (fault.code === 'EEXIST') return false;
      throw fault;
    },
  );

function clusterIn(dataDir: string): string {
  return (JSON.parse(readFileSync(join(dataDir, 'database.json'), 'utf8')) as { cluster: string }).cluster;
}
