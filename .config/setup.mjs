// What every command does first: brings the clone up to date with its own files. Runs on the system's Node (20 or
// newer) with nothing installed, so it imports only Node's own modules.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holdWith, use, usersOf, useWith, withLock } from './lock.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

/** Node 24, as npm brings it. */
export const node = join(root, 'node_modules/node/bin/node');

const shell = process.ppid;

/** Installs and generates what is missing or stale. Progress goes to stderr: stdout is the command's own. */
export async function setUp() {
  await withLock(async () => {
    await unlessFresh(packages, () =>
      step('Installing packages', npm(), ['ci', '--include=dev', '--no-audit', '--no-fund']),
    );
    await generate();
    use('packages');
  });
}

/** What npm runs after `npm ci` or `npm install` by hand, so that `npx vitest` and the like work at once. */
export async function prepare() {
  // Inside of setUp(), which has the lock and does the rest itself; or without the packages this needs.
  if (process.env[SETTING_UP] || !existsSync('node_modules/prisma') || !existsSync(node)) return;
  await withLock(async () => {
    stampAs(packages); // npm has just installed them
    await generate();
  });
}

const SETTING_UP = 'COPECHECK_SETTING_UP';
const SET_UP = 'COPECHECK_SET_UP';

/** For programs started by a command that has set up and built already: what changes while it runs doesn't count. */
export const setUpBefore = { [SET_UP]: '1' };
export const isSetUp = () => SET_UP in process.env;

/** @type {Made} */
const packages = {
  stamp: 'node_modules/.made-from',
  parts: ['package-lock.json'],
  product: node,
  usedAs: 'packages',
};

async function generate() {
  await unlessFresh(
    {
      stamp: '.svelte-kit/.made-from',
      parts: ['src/routes', 'svelte.config.js', 'package-lock.json'],
      product: '.svelte-kit/tsconfig.json',
    },
    () => tool('Preparing SvelteKit', '@sveltejs/kit/svelte-kit.js', ['sync']),
  );
  await unlessFresh(
    {
      stamp: 'src/lib/db/generated/.made-from',
      parts: ['prisma', '.config/prisma.ts', 'package-lock.json'],
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

/** @type {Made} */
const site = {
  stamp: 'build/.made-from',
  parts: [
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

/** Builds the site, and what it is generated from, if anything they are made of has changed. */
export async function build() {
  await withLock(async () => {
    await generate();
    await unlessFresh(site, () =>
      tool('Building the site', 'vite/bin/vite.js', ['build', '--logLevel', 'warn']),
    );
    use('build');
  });
}

/**
 * Runs a file on Node 24 in our place: our input and output, our signals, its exit code.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
export async function hand(args, env = process.env) {
  // The channel tells the child when we are killed: it then stops by itself instead of staying behind.
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  // A terminal's Ctrl-C reaches the child as well; we only have to outlive it.
  process.on('SIGINT', () => {});
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  stopWithShell(child);
  useWith(child.pid);
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))));
}

/**
 * npm runs scripts through a shell, and passes a SIGTERM on to that shell alone, which dies of it without telling us.
 * @param {import('node:child_process').ChildProcess} child
 */
function stopWithShell(child) {
  if (!process.env['npm_lifecycle_event']) return;
  setInterval(() => process.ppid !== shell && child.kill('SIGTERM'), 100).unref();
}

/** The npm that runs us, else the one on the path. */
function npm() {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js') ? [process.execPath, cli] : ['npm'];
}

/**
 * @param {string} label
 * @param {string} script
 * @param {string[]} args
 */
function tool(label, script, args) {
  return step(label, [node, join('node_modules', script)], args);
}

/**
 * Says what is being done and how long it took. What the tool itself says is shown only where it fails.
 * @param {string} label
 * @param {string[]} command
 * @param {string[]} args
 * @returns {Promise<void>}
 */
async function step(label, [file = '', ...first], args) {
  const started = Date.now();
  process.stderr.write(`${label} … `);
  const child = spawn(file, [...first, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, [SETTING_UP]: '1' },
  });
  holdWith(child.pid);
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.on('error', resolve).on('close', resolve));
  if (code === 0) return void process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  process.stderr.write(`failed\n\n${said || code}\n`);
  process.exit(1);
}

/**
 * @typedef {object} Made
 * @property {string} stamp a file beside the product that holds the hash of what it was made from
 * @property {string[]} parts the files and folders it is made from
 * @property {string} product a file that is there once it is made
 * @property {import('./lock.mjs').Used} [usedAs] what running commands use it as
 */

/**
 * @param {Made} made
 * @param {() => Promise<void>} make
 */
async function unlessFresh(made, make) {
  const hash = hashOf(made.parts);
  if (existsSync(made.product) && existsSync(made.stamp) && readFileSync(made.stamp, 'utf8') === hash) return;
  refuseIfUsed(made);
  rmSync(made.stamp, { force: true }); // an interrupted attempt must not look complete
  await make();
  stampAs(made, hash);
}

/**
 * A running site loads its files when it first needs them, so replacing them would break it.
 * @param {Made} made
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
 * @param {Made} made
 * @param {string} [hash] of the parts before it was made: what changed meanwhile is made again next time
 */
function stampAs({ stamp, parts }, hash = hashOf(parts)) {
  const draft = `${stamp}.draft`;
  writeFileSync(draft, hash);
  renameSync(draft, stamp);
}

/** @param {string[]} parts files and folders */
function hashOf(parts) {
  const hash = createHash('sha256');
  for (const file of parts.flatMap(filesOf)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return /\.test\.ts$/.test(path) ? [] : [path];
  if (path === 'src/lib/db/generated') return []; // made from the schema, which counts
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
