import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const common = {
  env: { LOG_LEVEL: 'error' },
  globalSetup: ['tests/setup/database-server.ts'],
  // Real databases and processes, possibly on one busy core.
  testTimeout: 120_000,
  // As in the Playwright configuration. The output marks repeated tests with “retry”.
  retry: process.env['CI'] ? 1 : 0,
  hookTimeout: 180_000,
  // As tests/support/patience.ts does for vi.waitFor.
  expect: { poll: { timeout: 60_000 } },
};
const serverTests = 'src/**/*.server.test.ts';
/** Many clients, and PostgreSQL's programs: together as slow as all other tests with a database. */
const longTests = [
  'src/lib/db/{backup/backup,migrate}.server.test.ts',
  'src/lib/moderation/decisions/{concurrency,histories}.server.test.ts',
];
/** They replace modules, or look at what a process has counted since its start. */
const ownProcess = [
  'src/cli/report.server.test.ts',
  'src/lib/accounts/sign-in/sign-in.server.test.ts',
  'src/lib/db/readiness.server.test.ts',
  'src/lib/live/io.server.test.ts',
  'src/lib/limits.server.test.ts',
  'src/lib/metrics/metrics.server.test.ts',
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
          include: ['src/**/*.test.ts', 'tests/{architecture,components,load}/*.test.ts'],
          exclude: [serverTests, clientTests],
          env: common.env,
          testTimeout: common.testTimeout,
          // They test functions without state, so files share a process. Starting one takes longer than most files.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'server',
          include: [serverTests],
          exclude: [...longTests, ...ownProcess],
          // Each file has a database of its own. Loading the code again for each took as long as a third of the tests.
          isolate: false,
        },
      },
      { extends: true, test: { ...common, name: 'own-process', include: ownProcess } },
      {
        extends: true,
        // Alone they take up to 20 s; CI runs another suite beside them.
        test: { ...common, name: 'long', testTimeout: 300_000, include: longTests },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'site',
          // Starting several processes takes long, and a machine may be four times slower than another.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/{architecture,components,e2e,load}/**'],
          globalSetup: [...common.globalSetup, '.config/built-site.mjs', 'tests/setup/templates.ts'],
          // Whole sites with many clients: after the tests with a database.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // Page state with the browser's runes; on the server runes are plain variables.
        resolve: { conditions: ['browser'] },
        test: { name: 'client', include: [clientTests], env: common.env },
      },
    ],
  },
});
