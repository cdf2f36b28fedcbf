import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const common = {
  env: { LOG_LEVEL: 'error' },
  globalSetup: ['tests/setup/database-server.ts'],
  // Real databases and real processes, possibly on one busy core.
  testTimeout: 30_000,
  // As in the Playwright configuration. The output marks what was repeated with “retry”.
  retry: process.env['CI'] ? 1 : 0,
  hookTimeout: 60_000,
  // As tests/support/patience.ts for vi.waitFor.
  expect: { poll: { timeout: 20_000 } },
};
const serverTests = 'src/**/*.server.test.ts';
/** Crowds, and the programs of PostgreSQL: as long as all other tests with a database together. */
const longTests = [
  'src/lib/db/{backup/backup,migrate}.server.test.ts',
  'src/lib/moderation/decisions/{concurrency,histories}.server.test.ts',
];
const clientTests = 'src/**/*.svelte.test.ts';

export default defineConfig({
  plugins: [sveltekit()],
  test: {
    reporters: ['default'],
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['src/**/*.test.ts', 'tests/{architecture,components}/*.test.ts'],
          exclude: [serverTests, clientTests],
          env: common.env,
          testTimeout: common.testTimeout,
          // They test functions without state, so files share a process: starting one for each takes longer than most.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { ...common, name: 'server', include: [serverTests], exclude: longTests },
      },
      {
        extends: true,
        test: { ...common, name: 'long', include: longTests },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'site',
          // Several processes that start one after the other.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/{architecture,components,e2e}/**'],
          globalSetup: [...common.globalSetup, '.config/built-site.mjs', 'tests/setup/templates.ts'],
          // Whole sites and crowds of clients: after the tests with a database, two files at a time. A site waits for
          // half of its time.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // The state of a page, with the runes of the browser: on the server they are plain variables.
        resolve: { conditions: ['browser'] },
        test: { name: 'client', include: [clientTests], env: common.env },
      },
    ],
  },
});
