// What every browser test starts from: a running site, and pages that must not fail in silence.
import { test as base, expect, type BrowserContext } from '@playwright/test';
import { startSite, type Site } from '../site.ts';

interface Options {
  /** Settings of this file's site, such as RATE_LIMITS=on: `test.use({ siteEnv: {…} })` at the top of the file. */
  siteEnv: Record<string, string>;
}

interface Expectations {
  /** Takes the errors of a browser that a test opens by itself to those that fail it. */
  watchErrors: (context: BrowserContext) => void;
  /** Console errors and page errors that a test means to cause. All others fail it. */
  expectedErrors: RegExp[];
  noErrors: void;
}

/** Chromium's own lines on requests that a test made fail on purpose; the test looks at what the page does then. */
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
