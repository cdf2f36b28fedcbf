// Every command runs this first: it installs, generates and builds what is missing or stale. It runs on the system's Node
// (20 or newer) before anything is installed, so it imports only Node's own modules.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holdWith, use, usersOf, useWith, withLock } from './lock.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

/** Node 24 from the npm package `node`. */
export const node = join(root, 'node_modules/node/bin/node');

const shell = process.ppid;

/** Installs and generates what is missing or stale. Progress goes to stderr, because stdout belongs to the command. */
export async function setUp() {
  await withLock(async () => {
    await unlessFresh(packages, () =>
      step('Installing packages', npm(), ['ci', '--include=dev', '--no-audit', '--no-fund']),
    );
    await generate();
    use('packages');
  });
}

/** Runs after `npm ci` and `npm install`, so that `npx vitest` and other tools work without setUp(). */
export async function prepare() {
  // setUp() runs npm itself and does the rest, or the packages this needs are missing.
  if (process.env[SETTING_UP] || !existsSync('node_modules/prisma') || !existsSync(node)) return;
  await withLock(async () => {
    stampAs(packages); // just installed by npm
    await generate();
  });
}

const SETTING_UP = 'COPECHECK_SETTING_UP';
const SET_UP = 'COPECHECK_SET_UP';

/** Environment for programs started by a command that has set up and built already: they don't do it again. */
export const setUpBefore = { [SET_UP]: '1' };
export const isSetUp = () => SET_UP in process.env;

/** @type {Artifact} */
const packages = {
  stamp: 'node_modules/.made-from',
  inputs: ['package-lock.json'],
  product: node,
  usedAs: 'packages',
};

async function generate() {
  await unlessFresh(
    {
      stamp: '.svelte-kit/.made-from',
      inputs: ['src/routes', 'svelte.config.js', 'package-lock.json'],
      product: '.svelte-kit/tsconfig.json',
    },
    () => tool('Preparing SvelteKit', '@sveltejs/kit/svelte-kit.js', ['sync']),
  );
  await unlessFresh(
    {
      stamp: 'src/lib/db/generated/.made-from',
      inputs: ['prisma', '.config/prisma.ts', 'package-lock.json'],
      product: 'src/lib/db/generated/client.ts',
    },
    () =>
      tool('Generating the database client', 'prisma/build/index.js', [
        'generate',
        '--config',
        '.config/prisma.ts',
      ]),
  );
}

/** @type {Artifact} */
const site = {
  stamp: 'build/.made-from',
  inputs: [
    'src',
    'static',
    'prisma/schema.prisma',
    'svelte.config.js',
    'vite.config.ts',
    'tsconfig.json',
    'package-lock.json',
  ],
  product: 'build/handler.js',
  usedAs: 'build',
};

/** Generates and builds the site if its inputs have changed. */
export async function build() {
  await withLock(async () => {
    await generate();
    await unlessFresh(site, () =>
      // vitest sets NODE_ENV=test, which would make a larger and slower site.
      tool('Building the site', 'vite/bin/vite.js', ['build', '--logLevel', 'warn'], {
        NODE_ENV: 'production',
      }),
    );
    use('build');
  });
}

/**
 * Runs a file on Node 24 with our input, output and signals.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code
 */
export async function runOnNode(args, env = process.env) {
  // The IPC channel closes when we are killed; the child then stops too.
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  // A terminal sends Ctrl-C to the child as well; we only wait for it.
  process.on('SIGINT', () => {});
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  stopWithShell(child);
  useWith(child.pid);
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))));
}

/**
 * npm runs scripts through a shell and sends SIGTERM only to that shell. The shell exits without passing it on, so we
 * watch for a new parent.
 * @param {import('node:child_process').ChildProcess} child
 */
function stopWithShell(child) {
  if (!process.env['npm_lifecycle_event']) return;
  setInterval(() => process.ppid !== shell && child.kill('SIGTERM'), 100).unref();
}

/** The npm that runs us, otherwise the one on the path. */
function npm() {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js') ? [process.execPath, cli] : ['npm'];
}

/**
 * @param {string} label
 * @param {string} script
 * @param {string[]} args
 */
function tool(label, script, args, env = {}) {
  return step(label, [node, join('node_modules', script)], args, env);
}

/**
 * Prints the step and its duration. The tool's output is shown only if it fails.
 * @param {string} label
 * @param {string[]} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to ours
 * @returns {Promise<void>}
 */
async function step(label, [file = '', ...first], args, env = {}) {
  const started = Date.now();
  process.stderr.write(`${label} … `);
  const child = spawn(file, [...first, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, [SETTING_UP]: '1' },
  });
  holdWith(child.pid);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.on('error', resolve).on('close', resolve));
  if (code === 0) return void process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  process.stderr.write(`failed\n\n${output || code}\n`);
  process.exit(1);
}

/**
 * @typedef {object} Artifact
 * @property {string} stamp a file that holds the hash of the inputs
 * @property {string[]} inputs files and folders
 * @property {string} product a file that exists once the artifact is made
 * @property {import('./lock.mjs').Used} [usedAs] what running commands use it as
 */

/**
 * @param {Artifact} artifact
 * @param {() => Promise<void>} make
 */
async function unlessFresh(artifact, make) {
  const { product, stamp, inputs } = artifact;
  const hash = hashOf(inputs);
  if (existsSync(product) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  refuseIfUsed(artifact);
  rmSync(stamp, { force: true }); // an interrupted attempt must not look complete
  await make();
  stampAs(artifact, hash);
}

/**
 * A running site loads files on first use, so replacing them would break it.
 * @param {Artifact} artifact
 */
function refuseIfUsed({ product, usedAs }) {
  const users = usedAs ? usersOf(usedAs) : [];
  if (!users.length) return;
  const what = usedAs === 'packages' ? 'node_modules/' : `${dirname(product)}/`;
  console.error(
    `${what} must be updated, but ${users.join(' and ')} is using it. Stop that first, then try again.`,
  );
  process.exit(1);
}

/**
 * @param {Artifact} artifact
 * @param {string} [hash] of the inputs before the artifact was made: a later change triggers a new build next time
 */
function stampAs({ stamp, inputs }, hash = hashOf(inputs)) {
  const draft = `${stamp}.draft`;
  writeFileSync(draft, hash);
  renameSync(draft, stamp);
}

/** @param {string[]} inputs files and folders */
function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesOf))
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return /\.test\.ts$/.test(path) ? [] : [path];
  if (path === 'src/lib/db/generated') return []; // generated from the schema, which is an input
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
