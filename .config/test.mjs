// npm test: everything, or only what is named: npm test -- types lint unit browser
// Each of types and lint counts as one test. The last line is the sum.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, node, root, setUp } from './setup.mjs';

/** @typedef {{passed: number, failed: number}} Tally */

const results = join(root, 'test-results');

/** @type {Record<string, () => Promise<Tally>>} in the order in which they run: what fails fastest comes first */
const suites = {
  types: async () =>
    asOne(
      await tool('svelte-check/bin/svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings']),
    ),
  lint: async () => asOne(await tool('eslint/bin/eslint.js', ['--config', '.config/eslint.config.js', '.'])),
  unit,
  browser,
};

await setUp();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length) {
  console.error(`There is no suite ${unknown.join(', ')}. There are: ${Object.keys(suites).join(', ')}.`);
  process.exit(2);
}
rmSync(results, { recursive: true, force: true });
mkdirSync(results);
// Some tests of `unit` start the real site too.
if (!wanted.length || wanted.includes('unit') || wanted.includes('browser')) await build();

const total = { passed: 0, failed: 0 };
for (const [name, suite] of Object.entries(suites)) {
  if (wanted.length && !wanted.includes(name)) continue;
  console.log(`\n── ${name}`);
  const { passed, failed } = await suite();
  console.log(`── ${name}: ${passed} passed, ${failed} failed`);
  total.passed += passed;
  total.failed += failed;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed ? 1 : 0;

/** @returns {Promise<Tally>} */
async function unit() {
  const file = `${results}/unit.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await tool('vitest/vitest.mjs', ['run', '--config', '.config/vitest.config.ts', ...reporters]);
  return tally(code, file, ({ numPassedTests, numFailedTests }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
  }));
}

/** @returns {Promise<Tally>} */
async function browser() {
  const file = `${results}/browser.json`;
  const args = ['test', '--config', '.config/playwright.config.ts', '--reporter=list,json'];
  const code = await tool('@playwright/test/cli.js', args, { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  return tally(code, file, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
  }));
}

/**
 * A suite that ends badly without naming a failed test (a file that does not load, a crash) is one failure.
 * @param {number} code
 * @param {string} file
 * @param {(report: any) => Tally} count
 * @returns {Tally}
 */
function tally(code, file, count) {
  let counted = { passed: 0, failed: 0 };
  try {
    counted = count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    console.error(`The suite wrote no report (exit code ${code}).`);
  }
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/** @param {number} code */
function asOne(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
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
    env: { ...process.env, ...env },
  });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
