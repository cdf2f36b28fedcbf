// Who and what browser tests need besides a site: verdicts of their own, and people who read and write beside each other.
import { randomUUID } from 'node:crypto';
import type { APIResponse, BrowserContext, Locator, Page } from '@playwright/test';
import type { CommentView } from '#lib/live/events.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { PASSWORD } from '../cast.ts';
import type { Site } from '../site.ts';
import { verdictText } from '../verdict-text.ts';
import { expect, test as base } from './site.ts';

/** Somebody with a browser of their own, signed in or not; what they do behind the page goes through the API. */
export class Person {
  readonly name: string;
  readonly context: BrowserContext;
  readonly #site: string;

  constructor(name: string, context: BrowserContext, site: string) {
    this.name = name;
    this.context = context;
    this.#site = site;
  }

  /** Asks the API with this browser's cookie. @throws where the answer is no success */
  async call<T>(method: string, path: string, data?: unknown): Promise<T> {
    const answer: APIResponse = await this.context.request.fetch(`/api/v1${path}`, {
      method,
      headers: { origin: this.#site },
      ...(data === undefined ? {} : { data }),
    });
    const text = await answer.text();
    if (!answer.ok()) throw new Error(`${method} ${path} was answered ${answer.status()}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async signUp(): Promise<this> {
    await this.call('POST', '/accounts', { username: this.name, password: PASSWORD });
    return this;
  }

  post(slug: string, body: string, parentId?: string): Promise<CommentView> {
    return this.call('POST', `/verdicts/${slug}/comments`, { body, parentId, nonce: randomUUID() });
  }

  edit({ id, version }: CommentView, body: string): Promise<CommentView> {
    return this.call('PATCH', `/comments/${id}`, { body, version });
  }

  withdraw({ id }: CommentView): Promise<void> {
    return this.call('DELETE', `/comments/${id}`);
  }

  vote(claimId: string, stance: 'agree' | 'disagree' | null): Promise<unknown> {
    return this.call('PUT', `/claims/${claimId}/vote`, { stance });
  }

  /** Opens the verdict and waits until its thread is live. */
  async read(slug: string, query = ''): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(`/v/${slug}${query}`);
    await expect(stateOf(page)).toHaveText('Live');
    return page;
  }
}

interface Cast {
  /** Publishes a verdict: a page's text or a structured one; without either, a short one of its own title. */
  publish: (page?: string | object) => Promise<VerdictView>;
  /** Somebody with an account and a browser; the name gets a number, so that every test has its own people. */
  person: (name: string) => Promise<Person>;
  /** Somebody without an account. */
  stranger: () => Promise<Person>;
}

export const test = base.extend<Cast & { browserOf: () => Promise<BrowserContext> }>({
  browserOf: async ({ browser, watchErrors }, use) => {
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
    use(async (page = verdictText(`On arguing with machines, part ${++serial}`)) => {
      const answer = await fetch(`${site.url}/api/v1/verdicts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(site)}` },
        body: JSON.stringify(typeof page === 'string' ? { text: page } : page),
      });
      if (answer.status !== 201) throw new Error(`publishing was answered ${answer.status}`);
      return (await answer.json()) as VerdictView;
    }),
  person: async ({ site, browserOf }, use) =>
    use(async (name) => new Person(`${name}-${++serial}`, await browserOf(), site.url).signUp()),
  stranger: async ({ site, browserOf }, use) =>
    use(async () => new Person('nobody', await browserOf(), site.url)),
});

let serial = 0;
const tokens = new WeakMap<Site, Promise<string>>();

function tokenOf(site: Site): Promise<string> {
  if (!tokens.has(site)) tokens.set(site, makeToken(site));
  return tokens.get(site)!;
}

async function makeToken(site: Site): Promise<string> {
  const { code, stdout, stderr } = await site.cli('token', 'create', 'tests');
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** The words on the state of the connection. */
export const stateOf = (page: Page): Locator => page.locator('#talk header [role="status"]');

/** A comment on the page, without its replies. */
export const commentOf = (page: Page, { id }: { id: string }): Locator => page.locator(`[id="c-${id}"]`);

/** Comments on the page that say just this. */
export const saying = (page: Page, text: string): Locator =>
  page.getByRole('article').filter({ has: page.getByText(text, { exact: true }) });

export { expect };
