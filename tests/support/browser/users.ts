// Fixtures of the browser tests: verdicts, and users with a browser each.
import type { BrowserContext, Locator, Page } from '@playwright/test';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { ApiClient } from '../api-client.ts';
import { publishTo } from '../publish.ts';
import { verdictText } from '../verdict-text.ts';
import { expect, test as base } from './site.ts';

/** A user with a browser, whose API requests share the browser's cookies. */
export class BrowserUser extends ApiClient {
  readonly context: BrowserContext;

  constructor(name: string, context: BrowserContext, site: string) {
    super(site, name, async (url, { body, ...init }) => {
      const response = await context.request.fetch(url, { ...init, ...(body && { data: body }) });
      return { status: response.status(), text: await response.text(), cookies: [] };
    });
    this.context = context;
  }

  /** Opens the verdict and waits until its thread is live. */
  async read(slug: string, query = ''): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(`/v/${slug}${query}`);
    await expect(stateOf(page)).toHaveText('Live');
    return page;
  }
}

interface Users {
  /** Publishes a structured verdict or a page's text; by default a short one with a unique title. */
  publish: (page?: string | object) => Promise<VerdictView>;
  /** A signed-in user. The name gets a number, so every test has its own users. */
  user: (name: string) => Promise<BrowserUser>;
  /** A visitor who isn't signed in. */
  visitor: () => Promise<BrowserUser>;
}

export const test = base.extend<Users & { newContext: () => Promise<BrowserContext> }>({
  newContext: async ({ browser, watchErrors }, use) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      watchErrors(context);
      opened.push(context);
      return context;
    });
    await Promise.all(opened.map((context) => context.close()));
  },
  publish: async ({ site }, use) =>
    use((page = verdictText(`On arguing with machines, part ${++serial}`)) => publishTo(site, page)),
  user: async ({ site, newContext }, use) =>
    use(async (name) => new BrowserUser(`${name}-${++serial}`, await newContext(), site.url).signUp()),
  visitor: async ({ site, newContext }, use) =>
    use(async () => new BrowserUser('visitor', await newContext(), site.url)),
});

let serial = 0;

/** The label with the connection's state. */
export const stateOf = (page: Page): Locator => page.locator('#talk header [role="status"]');

/** A comment on the page, without its replies. */
export const commentOf = (page: Page, { id }: { id: string }): Locator => page.locator(`[id="c-${id}"]`);

/** The comment with its forms and replies. */
export const below = (page: Page, comment: { id: string }): Locator =>
  page
    .getByRole('listitem')
    .filter({ has: commentOf(page, comment) })
    .last();

/** Comments on the page with exactly this text. */
export const saying = (page: Page, text: string): Locator =>
  page.getByRole('article').filter({ has: page.getByText(text, { exact: true }) });

export { expect };
