// npm test: everything, or only the suites and files that are named: npm test -- types lint src/lib/form.test.ts
// Each of types and lint counts as one test. The last line is the sum.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, node, root, setUp, setUpBefore } from './setup.mjs';

/**
 * @typedef {{name: string, seconds: number}} Test
 * @typedef {{passed: number, failed: number, tests: Test[]}} Tally
 * @typedef {Tally & {suite: string, seconds: number}} Result
 */

const SLOWEST = 20;
const results = join(root, 'test-results');

/** @type {Record<string, () => Promise<Tally>>} in the order in which they run: what fails fastest comes first */
const suites = {
  types: async () =>
    asOne(
      await tool('svelte-check/bin/svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings']),
    ),
  lint: async () => {
    const format = await tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']);
    return asOne((await tool('eslint/bin/eslint.js', ['.'])) || format);
  },
  // Rules, use cases and stores; then what starts whole sites.
  unit: () => vitest('unit', ['--project', 'server', '--project', 'client']),
  site: () => vitest('site', ['--project', 'site']),
  browser: () => playwright('browser', []),
};
/** Those that start the built site. */
const BUILT = ['site', 'browser', 'files', 'browser files'];

const wanted = chosen(process.argv.slice(2));
await setUp();
rmSync(results, { recursive: true, force: true });
mkdirSync(results);
if (Object.keys(wanted).some((name) => BUILT.includes(name))) await build();

/** @type {Result[]} */
const done = [];
for (const [suite, run] of Object.entries(wanted)) {
  console.log(`\n── ${suite}`);
  const started = performance.now();
  const tally = await run();
  done.push({ suite, ...tally, seconds: (performance.now() - started) / 1000 });
  console.log(`── ${suite}: ${tally.passed} passed, ${tally.failed} failed`);
}
report(done);

/**
 * The suites that the arguments mean: those named, and for named files whichever runner they belong to.
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
    ...(others.length && { files: () => vitest('files', others) }),
    ...(inBrowser.length && { 'browser files': () => playwright('browser files', inBrowser) }),
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
  if (slowest.length) console.log(`\n${line('seconds')}  the slowest tests`);
  for (const { suite, name, seconds } of slowest) console.log(`${line(seconds)}  ${suite}: ${name}`);

  const sum = (/** @type {'passed' | 'failed'} */ key) =>
    done.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') ? 1 : 0;
}

/**
 * @param {string} suite
 * @param {string[]} args
 * @returns {Promise<Tally>}
 */
async function vitest(suite, args) {
  const file = `${results}/${suite}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await tool('vitest/vitest.mjs', ['run', ...reporters, ...args]);
  return tally(code, file, ({ numPassedTests, numFailedTests, testResults }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
    tests: testResults.flatMap((/** @type {any} */ { name, assertionResults }) =>
      assertionResults.map((/** @type {any} */ { fullName, duration }) => ({
        name: `${relative(root, name)} ${fullName}`,
        seconds: (duration ?? 0) / 1000,
      })),
    ),
  }));
}

/**
 * @param {string} suite
 * @param {string[]} args
 * @returns {Promise<Tally>}
 */
async function playwright(suite, args) {
  const file = `${results}/${suite}.json`;
  const code = await tool('@playwright/test/cli.js', ['test', '--reporter=list,json', ...args], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  return tally(code, file, ({ stats, suites }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    tests: suites.flatMap(testsOf),
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

/**
 * A suite that ends badly without naming a failed test (a file that does not load, a crash) is one failure.
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
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>} the exit code
 */
function tool(script, args, env = {}) {
  const child = spawn(node, [`node_modules/${script}`, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...setUpBefore, ...env },
  });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
