// A small clone of this repository for tests of the commands: the scripts, and stand-ins for the rest. In place of npm
// and of the tools it has programs that record each call, so that a test sees what a command installs and makes.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { siteEnv } from '../support/site.ts';

const COPIED = [
  ...['setup.mjs', 'lock.mjs', 'copecheck.mjs', 'start.mjs', 'prisma.ts'].map((name) => `.config/${name}`),
  'package.json',
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
  run: (script: string, args?: string[]) => Command;
  installs: () => number;
  /** What the tools have made, in order. */
  made: () => string[];
  /** Blocks installations until the returned function is called. */
  holdInstalls: () => Promise<() => Promise<void>>;
  /** As after a `git pull` with other packages. */
  changeLockFile: () => Promise<void>;
  remove: () => Promise<void>;
}

export async function makeClone(): Promise<Clone> {
  const folder = await mkdtemp(join(tmpdir(), 'copecheck-clone-'));
  const here = (name: string) => join(folder, name);
  for (const name of COPIED) await cp(name, here(name));
  for (const name of ['.config/.state', 'static', 'src/routes']) await mkdir(here(name), { recursive: true });
  for (const [name, content] of Object.entries(STAND_INS)) {
    await mkdir(dirname(here(name)), { recursive: true });
    await writeFile(here(name), content);
  }
  const lines = (name: string) =>
    existsSync(here(name)) ? readFileSync(here(name), 'utf8').trim().split('\n') : [];
  return {
    folder,
    run: (script, args = []) =>
      runScript(folder, [here(`.config/${script}`), ...args], { npm_execpath: here('npm.js') }),
    installs: () => lines('npm.log').length,
    made: () => lines('made.log'),
    holdInstalls: async () => {
      await writeFile(here('hold'), '');
      return () => rm(here('hold'));
    },
    changeLockFile: () => appendFile(here('package-lock.json'), '\n'),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** The tools that setting up runs, with what each makes. */
const TOOLS = {
  '@sveltejs/kit/svelte-kit.js': '.svelte-kit/tsconfig.json',
  'prisma/build/index.js': 'src/lib/db/generated/client.ts',
  'vite/bin/vite.js': 'build/handler.js',
};

const FAKE_NPM = `
import fs from 'node:fs';
import { dirname } from 'node:path';
fs.appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
fs.rmSync('node_modules', { recursive: true, force: true });
fs.mkdirSync('node_modules');
fs.symlinkSync(${JSON.stringify(resolve('node_modules/node'))}, 'node_modules/node');
for (const [tool, product] of Object.entries(${JSON.stringify(TOOLS)})) {
  fs.mkdirSync(dirname('node_modules/' + tool), { recursive: true });
  fs.writeFileSync('node_modules/' + tool, \`
    const fs = require('node:fs');
    fs.appendFileSync('made.log', '\${product}\\\\n');
    fs.mkdirSync('\${dirname(product)}', { recursive: true });
    fs.writeFileSync('\${product}', '');
  \`);
}
setInterval(() => fs.existsSync('hold') || process.exit(0), 10);
`;

const STAND_INS = {
  'npm.js': FAKE_NPM,
  'package-lock.json': '{}\n',
  'prisma/schema.prisma': '',
  'src/cli/main.ts': `console.log('Usage: copecheck');\n`,
  'src/entry.ts': `
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(1));
console.log('CopeCheck is ready');
`,
};

/** Runs a script in a folder, as npm does. */
export function runScript(folder: string, args: string[], own: Record<string, string>): Command {
  const env = { ...siteEnv(own), npm_lifecycle_event: '' };
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
