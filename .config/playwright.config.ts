import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromium } from './browser.mjs';

const { executablePath, env } = await chromium();

export default defineConfig({
  testDir: resolve('tests/e2e'),
  globalSetup: [resolve('.config/built-site.mjs'), resolve('tests/setup/templates.ts')],
  outputDir: resolve('test-results/browser'),
  // Two browsers, each with its own site: this is the longest suite, and a browser is idle for half of the time.
  workers: 2,
  // For machines that are many times slower: a test that passes doesn't wait.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: !!process.env['CI'],
  // Suites share the cores of CI. A test that fails once is listed as flaky; one that fails twice fails the run.
  retries: process.env['CI'] ? 1 : 0,
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'UTC',
    video: 'off',
    // Recording slows every test. CI keeps no files, and a failure’s message has the relevant part of the page.
    trace: process.env['CI'] ? 'off' : 'retain-on-failure',
    launchOptions: {
      executablePath,
      env: { ...process.env, ...env },
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-gpu',
        '--font-render-hinting=none',
      ],
    },
  },
});
