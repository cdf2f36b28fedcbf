// npm test: all suites, or the named suites and files: npm test -- types lint src/lib/form.test.ts
// Types and lint count as one test each. The last line is the total.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { memoryFolder } from './memory-folder.mjs';
import { build, node, root, setUp, setUpBefore } from './setup.mjs';

/**
 * @typedef {{name: string, seconds: number}} Test
 * @typedef {{passed: number, failed: number, tests: Test[], failures?: string[]}} Tally
 * @typedef {Tally & {suite: string, seconds: number}} Result
 * @typedef {(text: string) => void} Write
 * @typedef {(write: Write) => Promise<Tally>} Suite
 */

const SLOWEST = 20;
/** Maximum characters of a failed test's message in the final report. */
const LONGEST_FAILURE = 2000;
/** Follows the name of a browser test that failed once and passed when CI repeated it. It counts as passed. */
const FLAKY = ' (passed when repeated)';
/** Concurrent suites. Two of them keep two cores busy; a third only makes every process slower, up to time limits. */
const AT_ONCE = Math.min(2, availableParallelism());
const CACHED = ['--cache', '--cache-strategy', 'content', '--cache-location', 'node_modules/.cache/eslint/'];
/** A run starts hundreds of processes with the same code: Node compiles it and strips its types once. */
const COMPILED = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') };
/**
 * For glibc: large pages, and memory that is freed is kept. A run starts hundreds of processes, and on virtual machines
 * without hardware support for page tables a page fault takes 14 µs: this saves 15 % of the processor time of Node and
 * PostgreSQL.
 */
const MEMORY = {
  GLIBC_TUNABLES: ['hugetlb=1', 'trim_threshold=1000000000', 'mmap_threshold=1000000000', 'top_pad=33554432']
    .map((setting) => `glibc.malloc.${setting}`)
    .join(':'),
};
const results = join(root, 'test-results');
const temporary = process.env['TMPDIR'] ? {} : temporaryFolders();

/** @type {Record<string, Suite>} in the order in which they start, longest first */
const suites = {
  browser: (write) => playwright('browser', [], write),
  // Whole sites and many clients.
  site: (write) => vitest('site', projects('long', 'site'), write),
  // Rules, use cases and stores.
  unit: (write) => vitest('unit', projects('pure', 'server', 'own-process', 'client'), write),
  lint: async (write) => {
    const format = await tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.'], write);
    const scripts = await tool('oxlint/bin/oxlint', [], write);
    return asOne((await tool('eslint/bin/eslint.js', ['.', ...CACHED], write)) || scripts || format);
  },
  types: async (write) =>
    asOne(
      await tool(
        'svelte-check/bin/svelte-check',
        ['--tsconfig', './tsconfig.json', '--fail-on-warnings'],
        write,
      ),
    ),
};
/** @param {string[]} names of vitest's projects */
const projects = (...names) => names.flatMap((name) => ['--project', name]);
/** Suites that need the built site. */
const BUILT = ['site', 'browser', 'files', 'browser files'];

const started = performance.now();
const wanted = chosen(process.argv.slice(2));
await setUp();
rmSync(results, { recursive: true, force: true });
mkdirSync(results);
if (Object.keys(wanted).some((name) => BUILT.includes(name))) await build();

/** @type {Result[]} */
const done = [];
const waiting = Object.entries(wanted);
/** Output of suites in the order in which they started: the first is streamed, the others follow when it has ended. */
/** @type {{text: string, ended: boolean}[]} */
const outputs = [];
await Promise.all(Array.from({ length: AT_ONCE }, runWaiting));
report(done);

/** In memory. The suites share the data folders that tests copy (tests/setup/templates.ts). */
function temporaryFolders() {
  const folder = memoryFolder();
  if (!folder) return {};
  const templates = join(folder, 'templates');
  mkdirSync(templates, { mode: 0o711 });
  return { TMPDIR: folder, COPECHECK_TEST_TEMPLATES: templates };
}

/** Runs suites until none is left. */
async function runWaiting() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [suite, run] = next;
    const output = { text: '', ended: false };
    outputs.push(output);
    const write = (/** @type {string} */ text) => {
      output.text += text;
      show();
    };
    write(`\n── ${suite}\n`);
    const started = performance.now();
    const tally = await run(write);
    done.push({ suite, ...tally, seconds: (performance.now() - started) / 1000 });
    output.ended = true;
    write(`── ${suite}: ${tally.passed} passed, ${tally.failed} failed\n`);
  }
}

function show() {
  for (let first = outputs[0]; first; first = outputs[0]) {
    process.stdout.write(first.text);
    first.text = '';
    if (!first.ended) return;
    outputs.shift();
  }
}

/**
 * The suites for the arguments: the named ones, and one per runner for named files.
 * @param {string[]} names
 * @returns {typeof suites}
 */
function chosen(names) {
  if (!names.length) return suites;
  const files = names.filter((name) => !(name in suites));
  const missing = files.filter((name) => !existsSync(name));
  if (missing.length) {
    const known = Object.keys(suites).join(', ');
    console.error(`There is no suite or file ${missing.join(', ')}. The suites are: ${known}.`);
    process.exit(2);
  }
  const isBrowser = (/** @type {string} */ file) => relative(root, file).startsWith('tests/e2e');
  const inBrowser = files.filter(isBrowser);
  const others = files.filter((file) => !isBrowser(file));
  return {
    ...Object.fromEntries(Object.entries(suites).filter(([suite]) => names.includes(suite))),
    ...(others.length && { files: (write) => vitest('files', others, write) }),
    ...(inBrowser.length && { 'browser files': (write) => playwright('browser files', inBrowser, write) }),
  };
}

/** @param {Result[]} done */
function report(done) {
  const tests = done.flatMap(({ suite, tests }) => tests.map((test) => ({ suite, ...test })));
  const slowest = tests.sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  const line = (/** @type {(string | number)[]} */ ...cells) =>
    cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(1) : cell).padStart(8)).join('  ');
  console.log(`\n${line('seconds', 'passed', 'failed')}  suite`);
  for (const { suite, seconds, passed, failed } of done)
    console.log(`${line(seconds, String(passed), String(failed))}  ${suite}`);
  console.log(`${line((performance.now() - started) / 1000, '', '')}  all, set-up included`);
  if (slowest.length) console.log(`\n${line('seconds')}  the slowest tests`);
  for (const { suite, name, seconds } of slowest) console.log(`${line(seconds)}  ${suite}: ${name}`);

  // At the end, because long output is often truncated.
  for (const { suite, failures = [] } of done)
    for (const failure of failures)
      console.log(`\n${failure.includes(FLAKY) ? 'FLAKY ' : 'FAILED'}  ${suite}: ${failure}`);

  const sum = (/** @type {'passed' | 'failed'} */ key) =>
    done.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') ? 1 : 0;
}

/**
 * @param {string} suite
 * @param {string[]} args
 * @param {Write} write
 * @returns {Promise<Tally>}
 */
async function vitest(suite, args, write) {
  const file = `${results}/${suite}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await tool('vitest/vitest.mjs', ['run', ...reporters, ...args], write);
  return tally(code, file, ({ numPassedTests, numFailedTests, testResults }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
    tests: testResults.flatMap((/** @type {any} */ { name, assertionResults }) =>
      assertionResults.map((/** @type {any} */ { fullName, duration }) => ({
        name: `${relative(root, name)} ${fullName}`,
        seconds: (duration ?? 0) / 1000,
      })),
    ),
    failures: testResults.flatMap((/** @type {any} */ { name, status, message, assertionResults }) => {
      const failed = assertionResults.filter((/** @type {any} */ test) => test.status === 'failed');
      // A file that doesn't load has no failed test, only a message.
      return failed.length || status !== 'failed'
        ? failed.map((/** @type {any} */ test) => describe(name, test.fullName, test.failureMessages))
        : [describe(name, '', [message])];
    }),
  }));
}

/**
 * @param {string} file absolute
 * @param {string} test
 * @param {string[]} messages
 */
function describe(file, test, messages) {
  const lines = stripVTControlCharacters(messages.join('\n')).split('\n');
  const own = lines.filter((line) => !/^ +at .*node_modules/.test(line)).join('\n');
  return `${relative(root, file)} ${test}\n${own.slice(0, LONGEST_FAILURE)}`;
}

/**
 * @param {string} suite
 * @param {string[]} args
 * @param {Write} write
 * @returns {Promise<Tally>}
 */
async function playwright(suite, args, write) {
  const file = `${results}/${suite}.json`;
  const code = await tool('@playwright/test/cli.js', ['test', '--reporter=list,json', ...args], write, {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  return tally(code, file, ({ stats, suites }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    tests: suites.flatMap(testsOf),
    failures: suites.flatMap(failuresOf),
  }));
}

/** @param {any} suite of Playwright's report: a file, or a describe block in it @returns {Test[]} */
function testsOf({ file, specs, suites = [] }) {
  const own = specs.map((/** @type {any} */ { title, tests }) => ({
    name: `tests/e2e/${file} ${title}`,
    seconds:
      tests[0].results.reduce((/** @type {number} */ sum, /** @type {any} */ r) => sum + r.duration, 0) /
      1000,
  }));
  return [...own, ...suites.flatMap(testsOf)];
}

/** @param {any} suite of Playwright's report @returns {string[]} */
function failuresOf({ file, specs, suites = [] }) {
  const own = specs
    .filter((/** @type {any} */ { ok, tests }) => !ok || tests[0].status === 'flaky')
    .map((/** @type {any} */ { title, tests }) => {
      const messages = tests[0].results.flatMap((/** @type {any} */ { errors }) =>
        errors.map((/** @type {any} */ { message }) => message),
      );
      const flaky = tests[0].status === 'flaky' ? FLAKY : '';
      return describe(join(root, 'tests/e2e', file), `${title}${flaky}`, messages);
    });
  return [...own, ...suites.flatMap(failuresOf)];
}

/**
 * A suite that fails without a failed test (a file that doesn't load, a crash) counts as one failure.
 * @param {number} code
 * @param {string} file
 * @param {(report: any) => Tally} count
 * @returns {Tally}
 */
function tally(code, file, count) {
  /** @type {Tally} */
  let counted = { passed: 0, failed: 0, tests: [] };
  try {
    counted = count(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    console.error(`The suite wrote no report (exit code ${code}): ${error}`);
  }
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/** @param {number} code @returns {Tally} */
function asOne(code) {
  return code === 0 ? { passed: 1, failed: 0, tests: [] } : { passed: 0, failed: 1, tests: [] };
}

/**
 * @param {string} script
 * @param {string[]} args
 * @param {Write} write
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>} the exit code
 */
function tool(script, args, write, env = {}) {
  const color = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const child = spawn(node, [`node_modules/${script}`, ...args], {
    stdio: ['inherit', 'pipe', 'pipe'],
    env: { ...process.env, ...color, ...setUpBefore, ...COMPILED, ...MEMORY, ...temporary, ...env },
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write);
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}
