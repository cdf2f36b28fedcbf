// A clone of this repository without packages, for tests of the commands. In place of npm it has a program
// that records each call and links the packages of this clone.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { siteEnv } from '../support/site.ts';

const COPIED = [
  '.config',
  '.svelte-kit',
  'package.json',
  'package-lock.json',
  'prisma',
  'src',
  'static',
  'svelte.config.js',
  'tsconfig.json',
  'vite.config.ts',
];

export interface Command {
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  /** Waits until it has printed this. @throws with its output if it ends before */
  printed: (text: string) => Promise<void>;
  /** Resolves to the exit code. */
  ended: Promise<number | null>;
}

export interface Clone {
  folder: string;
  /** Runs a script of `.config` as `npm run` does. */
  run: (script: string, args?: string[], env?: Record<string, string>) => Command;
  installs: () => number;
  /** Blocks installations until the returned function is called. */
  holdInstalls: () => Promise<() => Promise<void>>;
  /** As after a `git pull` with other packages. */
  changeLockFile: () => Promise<void>;
  remove: () => Promise<void>;
}

/** @param built with the site built, as after a first `npm start` */
export async function makeClone({ built }: { built: boolean }): Promise<Clone> {
  const folder = await mkdtemp(join(tmpdir(), 'copecheck-clone-'));
  const here = (name: string) => join(folder, name);
  const filter = (path: string) => !path.endsWith('.config/.state') && path !== '.svelte-kit/output';
  for (const name of [...COPIED, ...(built ? ['build'] : [])]) {
    await cp(name, here(name), { recursive: true, filter });
  }
  // Those tests run a command only to see what it does before it starts.
  if (!built) await writeFile(here('src/cli/main.ts'), `console.log('Usage: copecheck');\n`);
  await writeFile(here('npm.js'), FAKE_NPM);
  await mkdir(here('.config/.state'));
  return {
    folder,
    run: (script, args = [], env = {}) => command(folder, [here(`.config/${script}`), ...args], env),
    installs: () =>
      existsSync(here('npm.log')) ? readFileSync(here('npm.log'), 'utf8').trim().split('\n').length : 0,
    holdInstalls: async () => {
      await writeFile(here('hold'), '');
      return () => rm(here('hold'));
    },
    changeLockFile: () => appendFile(here('package-lock.json'), '\n'),
    remove: () => rm(folder, { recursive: true }),
  };
}

const FAKE_NPM = `
import fs from 'node:fs';
fs.appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
fs.rmSync('node_modules', { recursive: true, force: true });
fs.mkdirSync('node_modules');
const real = ${JSON.stringify(resolve('node_modules'))};
const names = fs.readdirSync(real).filter((name) => name === '.bin' || !name.startsWith('.'));
for (const name of names) fs.symlinkSync(real + '/' + name, 'node_modules/' + name);
setInterval(() => fs.existsSync('hold') || process.exit(0), 10);
`;

function command(folder: string, args: string[], own: Record<string, string>): Command {
  const env = { ...siteEnv(own), npm_execpath: join(folder, 'npm.js'), npm_lifecycle_event: '' };
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk: Buffer) => (output[stream] += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => (output.stdout + output.stderr).includes(text) && resolve();
        look();
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        void ended.then((code) =>
          reject(new Error(`It ended with code ${code}:\n${output.stdout}${output.stderr}`)),
        );
      }),
  };
}
