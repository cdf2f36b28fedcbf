import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { compressResponse } from '#lib/http/server/compress-response.server.ts';
import { log } from '#lib/log.server.ts';
import { CachedPages, type CachedPage } from './cached-pages.server.ts';
import { capturePage } from './capture-page.server.ts';
import { copyOf } from './page-copy.server.ts';
import { ABSENT } from './page-state.server.ts';
import { anonymise, isForEveryone, noteAudience, noteCopy } from './render-audience.server.ts';
import { sendPage } from './send-page.server.ts';
import type { PageCopy } from './shared-copy.ts';

export interface PageCacheOptions {
  /** Which copy of a page the request gets; null if its page is rendered for its reader. */
  copyFor: (request: IncomingMessage) => PageCopy | null;
  /** The state of what the page at this address shows, as text; null if the page isn't cached. */
  stateOf: (request: IncomingMessage) => Promise<string | null>;
  maxBytes: number;
  onHit?: (request: IncomingMessage, status: number) => void;
  onMiss?: () => void;
}

/** Of a page, each with what is compressed of it: in all less than thrice the page. */
const COPIES = 3;

/** A page with one of these is gone: an outage must not bring back what it was. */
const GONE: ReadonlySet<number> = new Set([404, 410]);

/**
 * Caches shared pages in front of SvelteKit's handler: a query for the state replaces a page of queries and a render.
 * Two independent measures keep private data out of cached pages: the render gets a request without anything that
 * identifies its sender, and the hooks confirm that the render read nothing about a reader.
 */
export function withPageCache(render: RequestListener, options: PageCacheOptions): RequestListener {
  const cache = new PageCache(render, options);
  return (request, response) => {
    cache
      .respond(request, response)
      .catch((error: unknown) => {
        if (response.headersSent) throw error;
        // The state is unknown (the database is away): the page itself says what is wrong.
        render(request, response);
      })
      .catch((err: unknown) => {
        // An unhandled rejection would end the process, and with it all connections. The query is left out of the
        // log: it may hold the secret of a link.
        log.error({ err, path: request.url?.split('?')[0] }, 'a response failed');
        response.destroy();
      });
  };
}

class PageCache {
  readonly #render: RequestListener;
  readonly #options: PageCacheOptions;
  readonly #pages: CachedPages;

  constructor(render: RequestListener, options: PageCacheOptions) {
    this.#render = render;
    this.#options = options;
    this.#pages = new CachedPages(options.maxBytes);
  }

  async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '' } = request;
    const copy = this.#options.copyFor(request);
    const state = copy && (await this.#stateOf(request));
    if (copy === null || state === null) return void this.#render(request, response);
    if (state === ABSENT) {
      this.#pages.forget(url);
      // Nothing is shown to everyone here, but this reader may see more.
      if (copy === 'signed in') noteAudience(request, 'one reader');
      return void this.#render(request, response);
    }
    let responded = false;
    const render = () => {
      responded = true;
      return this.#renderPage({ state, copy }, request, response);
    };
    const page = this.#pages.get(url, state) ?? (await this.#pages.fetch(url, state, render));
    if (responded) return;
    // The request waited for a render whose page turned out to be for one reader.
    if (!page) return void (await render());
    this.#options.onHit?.(request, await sendPage(request, response, copyOf(page, copy)));
  }

  /** While the database is away, the last page is better than an error. */
  async #stateOf(request: IncomingMessage): Promise<string | null> {
    try {
      return await this.#options.stateOf(request);
    } catch (error) {
      const last = this.#pages.stateOf(request.url ?? '');
      if (last === undefined) throw error;
      return last;
    }
  }

  /** Renders the page as the response to `request`. Resolves with it, or with undefined if it must not be cached. */
  async #renderPage(
    { state, copy }: { state: string; copy: PageCopy },
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<CachedPage | undefined> {
    const { url = '' } = request;
    this.#options.onMiss?.();
    // Before the capture, which has to see what is written to it.
    compressResponse(request, response);
    // This also removes `if-none-match`: SvelteKit would answer 304, and the cache needs the page.
    anonymise(request);
    noteCopy(request, copy);
    const captured = capturePage(response);
    this.#render(request, response);
    const bytes = await captured;
    if (GONE.has(response.statusCode)) this.#pages.forget(url);
    if (!bytes || !isForEveryone(request)) return undefined;
    return { url, state, copies: { [copy]: bytes }, size: bytes.body.byteLength * COPIES + 1 };
  }
}
