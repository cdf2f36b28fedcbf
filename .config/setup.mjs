// What every command does first: brings the clone up to date with its own files. Runs on the system's Node (20 or
// newer) with nothing installed, so it imports only Node's own modules.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

/** Node 24, as npm brings it. */
export const node = join(root, 'node_modules/node/bin/node');

/** Installs and generates what is missing or stale. Progress goes to stderr: stdout is the command's own. */
export async function setUp() {
  if (!isInstalled())
    await step('Installing packages', npm(), ['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (!existsSync('.svelte-kit/tsconfig.json'))
    await tool('Preparing SvelteKit', '@sveltejs/kit/svelte-kit.js', ['sync']);
  await unlessFresh(
    'src/lib/db/generated/.made-from',
    ['prisma', '.config/prisma.ts', 'package-lock.json'],
    () =>
      tool('Generating the database client', 'prisma/build/index.js', [
        'generate',
        '--config',
        '.config/prisma.ts',
      ]),
  );
}

/** Builds the site if anything it is made of has changed. */
export async function build() {
  const parts = [
    'src',
    'static',
    'prisma/schema.prisma',
    'svelte.config.js',
    'vite.config.ts',
    'tsconfig.json',
    'package-lock.json',
  ];
  await unlessFresh('build/.made-from', parts, () =>
    tool('Building the site', 'vite/bin/vite.js', ['build', '--logLevel', 'warn']),
  );
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
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))));
}

/**
 * npm runs scripts through a shell, and passes a SIGTERM on to that shell alone, which dies of it without telling us.
 * @param {import('node:child_process').ChildProcess} child
 */
function stopWithShell(child) {
  if (!process.env['npm_lifecycle_event']) return;
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && child.kill('SIGTERM'), 100).unref();
}

/** Whether node_modules is what package-lock.json says, by the list that npm leaves there when it is done. */
function isInstalled() {
  if (!existsSync('node_modules/.package-lock.json') || !existsSync(node)) return false;
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const there = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || (there[path] ? there[path].version === version : optional),
  );
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
  const child = spawn(file, [...first, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.on('error', resolve).on('close', resolve));
  if (code === 0) return void process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  process.stderr.write(`failed\n\n${said || code}\n`);
  process.exit(1);
}

/**
 * @param {string} stamp a file made with the product, that holds the hash of what it was made from
 * @param {string[]} parts
 * @param {() => Promise<void>} make
 */
async function unlessFresh(stamp, parts, make) {
  const hash = hashOf(parts);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  await make();
  writeFileSync(stamp, hash);
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
