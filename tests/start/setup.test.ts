import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeClone, type Clone, type Command } from './clone.ts';

let clone: Clone;
const HELP = ['--help'];
const SET_UP =
  /^Installing packages … [\d.]+ s\nPreparing SvelteKit … [\d.]+ s\nGenerating the database client … [\d.]+ s\n$/;

describe('a command in a new clone', () => {
  beforeAll(async () => {
    clone = await makeClone();
  });
  afterAll(() => clone.remove());

  it('installs and generates once; later commands do neither and print nothing', async () => {
    const first = clone.run('copecheck.mjs', HELP);
    expect(await first.ended).toBe(0);
    expect(first.stderr()).toMatch(SET_UP);
    const second = clone.run('copecheck.mjs', HELP);
    expect(await second.ended).toBe(0);
    expect(second.stdout()).toContain('Usage: copecheck');
    expect(second.stderr()).toBe('');
    expect(clone.installs()).toBe(1);
    expect(clone.made()).toEqual(['.svelte-kit/tsconfig.json', 'src/lib/db/generated/client.ts']);
  });

  it('installs and generates again when the lock file has changed', async () => {
    await clone.changeLockFile();
    const command = clone.run('copecheck.mjs', HELP);
    expect(await command.ended).toBe(0);
    expect(command.stderr()).toMatch(SET_UP);
    expect(clone.installs()).toBe(2);
  });
});

describe('two commands at once', () => {
  beforeEach(async () => {
    clone = await makeClone();
  });
  afterEach(() => clone.remove());

  it('wait for each other and install once', async () => {
    const goOn = await clone.holdInstalls();
    const first = clone.run('copecheck.mjs', HELP);
    await first.printed('Installing packages');
    const second = clone.run('copecheck.mjs', HELP);
    await second.printed(`Waiting for copecheck.mjs (process ${first.child.pid}), which is setting up`);
    await goOn();
    expect([await first.ended, await second.ended]).toEqual([0, 0]);
    expect(clone.installs()).toBe(1);
  });

  it('go on after the first was killed, once its installation has ended', async () => {
    const goOn = await clone.holdInstalls();
    const first = clone.run('copecheck.mjs', HELP);
    await first.printed('Installing packages');
    await installing(clone);
    const second = clone.run('copecheck.mjs', HELP);
    first.child.kill('SIGKILL');
    await second.printed('Waiting for');
    await goOn();
    expect(await second.ended).toBe(0);
    expect(clone.installs()).toBe(2); // the first was killed before it recorded the installation
  });

  it('take over the lock of a dead process one after the other', async () => {
    await lockOfDeadProcess(clone);
    const goOn = await clone.holdInstalls();
    const commands = Array.from({ length: 4 }, () => clone.run('copecheck.mjs', HELP));
    await Promise.race(commands.map((command) => command.printed('Installing packages')));
    await Promise.all(
      commands
        .filter((command) => !command.stderr().includes('Installing'))
        .map((command) => command.printed('Waiting for')),
    );
    await goOn();
    expect(await Promise.all(commands.map(({ ended }) => ended))).toEqual(commands.map(() => 0));
    expect(clone.installs()).toBe(1);
  });
});

describe('npm start', () => {
  beforeAll(async () => {
    clone = await makeClone();
  });
  afterAll(() => clone.remove());

  const start = () => clone.run('start.mjs');
  const builds = () => clone.made().filter((product) => product === 'build/handler.js').length;
  let site: Command;

  it('installs, generates and builds nothing the second time', async () => {
    const first = start();
    await first.printed('CopeCheck is ready');
    expect(first.stderr()).toContain('Building the site … ');
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    site = start();
    await site.printed('CopeCheck is ready');
    expect(site.stderr()).toBe('');
    expect([clone.installs(), builds()]).toEqual([1, 1]);
  });

  it('keeps its packages and build while it runs, and a command that would replace them stops with a message', async () => {
    await writeFile(join(clone.folder, 'src/new.ts'), 'export const one = 1;\n');
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toBe(
      `build/ must be updated, but start.mjs (process ${site.child.pid}) is using it. Stop that first, then try again.\n`,
    );
    await clone.changeLockFile();
    const command = clone.run('copecheck.mjs', HELP);
    expect(await command.ended).toBe(1);
    expect(command.stderr()).toMatch(/^node_modules\/ must be updated, but start\.mjs \(process/);
    expect([clone.installs(), builds()]).toEqual([1, 1]);
    expect(site.child.exitCode).toBeNull();

    site.child.kill('SIGTERM');
    expect(await site.ended).toBe(0);
    expect(await clone.run('copecheck.mjs', HELP).ended).toBe(0);
    expect(clone.installs()).toBe(2);
  });
});

it('setting up needs nothing but Node', () => {
  for (const file of ['setup.mjs', 'lock.mjs', 'start.mjs', 'prepare.mjs']) {
    const imports = readFileSync(`.config/${file}`, 'utf8').matchAll(/^(?:import|} from) .*'(.+)';$/gm);
    for (const [, name] of imports) expect(name).toMatch(/^(node:|\.\/(setup|lock)\.mjs$)/);
  }
});

/** Waits until the program in npm's place runs and is in the lock. */
async function installing({ folder, installs }: Clone): Promise<void> {
  const lock = join(folder, '.config/.state/lock');
  const holders = () => (JSON.parse(readFileSync(lock, 'utf8')) as { processes: unknown[] }).processes;
  while (!installs() || holders().length < 2) await sleep(10);
}

async function lockOfDeadProcess({ folder }: Clone): Promise<void> {
  const dead = spawn(process.execPath, ['--version']);
  await once(dead, 'exit');
  await mkdir(join(folder, '.config/.state'), { recursive: true });
  const holder = { id: 'dead', command: 'npm start', processes: [{ pid: dead.pid, born: 'long ago' }] };
  await writeFile(join(folder, '.config/.state/lock'), JSON.stringify(holder));
  expect(readdirSync(join(folder, '.config/.state'))).toContain('lock');
}
