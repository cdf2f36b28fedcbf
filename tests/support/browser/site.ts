// Fixtures of all browser tests: a running site, and tests that fail on page errors.
import { test as base, expect, type BrowserContext } from '@playwright/test';
import { startSite, type Site } from '../site.ts';

interface Options {
  /** Settings of this file's site, such as RATE_LIMITS=on: `test.use({ siteEnv: {…} })` at the top of the file. */
  siteEnv: Record<string, string>;
}

interface Expectations {
  /** Makes the errors of a browser context fail the test. */
  watchErrors: (context: BrowserContext) => void;
  /** Console and page errors that a test causes on purpose. All others fail it. */
  expectedErrors: RegExp[];
  noErrors: void;
}

/** Chromium's messages about requests that a test makes fail on purpose. */
const NETWORK = /Failed to load resource|WebSocket connection to|net::ERR_/;

export const test = base.extend<Expectations, Options & { site: Site }>({
  siteEnv: [{}, { option: true, scope: 'worker' }],
  site: [
    async ({ siteEnv }, use) => {
      const site = await startSite({ env: siteEnv });
      await use(site);
      await site.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ site }, use) => use(site.url),
  expectedErrors: [[], { option: true }],
  watchErrors: async ({ expectedErrors }, use) => {
    const errors: string[] = [];
    await use((context) => {
      context.on('weberror', (error) => errors.push(error.error().message));
      context.on('console', (message) => {
        if (message.type() === 'error' && !NETWORK.test(message.text())) errors.push(message.text());
      });
    });
    expect(errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)))).toEqual([]);
  },
  noErrors: [
    async ({ context, watchErrors }, use) => {
      watchErrors(context);
      await use();
    },
    { auto: true },
  ],
});

export { expect };
