// npm run faults: the fault tests at full length with real processes, then a table of what was lost.
// FAULTS_CLIENTS=2000 raises the number of clients that reconnect at once.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { build, node, setUp, setUpBefore } from './setup.mjs';

const results = 'test-results/faults.jsonl';
await setUp();
await build();
rmSync(results, { force: true });
const child = spawn(
  node,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    'tests/faults',
    'tests/live/cluster.test.ts',
    'tests/live/storm.test.ts',
    'src/lib/moderation/decisions/concurrency.server.test.ts',
    'src/lib/db/migrate.server.test.ts',
    'src/lib/db/backup/backup.server.test.ts',
  ],
  { stdio: 'inherit', env: { ...process.env, ...setUpBefore, FAULTS: 'long' } },
);
process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));

/** @type {{fault: string, result: string, lost: string}[]} */
const lines = existsSync(results)
  ? readFileSync(results, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
console.log('\n| fault | result | lost |\n|---|---|---|');
for (const { fault, result, lost } of lines) console.log(`| ${fault} | ${result} | ${lost} |`);
