import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { log } from '#lib/log.server.ts';
import { anonymise, isForEveryone } from '#lib/http/pages/render-audience.server.ts';

/**
 * Keeps anonymous pages as bytes. Every anonymous reader sees the same page until something on it changes, so it is
 * rendered once for each state and then served from memory: one cheap query ("which state?") instead of a page of
 * queries and a render. It runs before SvelteKit's handler and knows nothing of what the pages say.
 *
 * A page that is kept must not contain anything of the reader for whom it was rendered. Two measures that do not depend
 * on each other: the render gets a request without anything that tells who sent it, and a page is kept only if the
 * hooks confirm that its render learned nothing about a reader.
 */
export interface PageCacheOptions {
  /** The state of what the page at this address shows, as text; null if the request is not for the cache. */
  stateOf: (request: IncomingMessage) => Promise<string | null>;
  /** All kept bytes together, one page for each address; the pages asked for least recently go first. */
  maxBytes: number;
  /** Told of every answer from memory, for the metrics. */
  onHit?: (request: IncomingMessage, status: number) => void;
  /** Told of every page that had to be made. */
  onMiss?: () => void;
}

/** Statuses of a page that was there before, and that nobody is to see any more. */
const GONE: ReadonlySet<number> = new Set([404, 410]);

type Encoding = 'br' | 'gzip' | 'identity';

interface Page {
  state: string;
  headers: Record<string, string | string[]>;
  etag: string;
  body: Buffer;
  /** Names and values of a 304, in turn. */
  notModified: string[];
  /** Ready to be written, by encoding; made when it is first asked for. */
  copies: Partial<Record<Encoding, Copy>>;
  size: number;
}

interface Copy {
  body: Buffer;
  headers: string[];
}

const compressed: Record<Exclude<Encoding, 'identity'>, (body: Buffer) => Promise<Buffer>> = {
  // Level 5: a third of the time of 11 for a few per cent more bytes; each page is compressed once, but on demand.
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body) => promisify(gzip)(body),
};

/** Puts the cache before `render`. */
export function withPageCache(render: RequestListener, options: PageCacheOptions): RequestListener {
  const cache = new PageCache(options.maxBytes);
  return (request, response) => {
    serve(request, response)
      .catch((error: unknown) => {
        if (response.headersSent) throw error;
        // Nothing is known of the page (the database is away): the page itself then says what is wrong.
        render(request, response);
      })
      .catch((err: unknown) => {
        // A rejection that nobody handles would end the process, and with it every other reader's connection.
        // Without its query, which may hold the secret of a link.
        log.error({ err, path: request.url?.split('?')[0] }, 'a response failed');
        response.destroy();
      });
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '' } = request;
    const state = await stateIn(request, url);
    if (state === null) return void render(request, response);
    const kept = cache.get(url, state) ?? (await cache.beingMade(url, state));
    if (!kept) {
      options.onMiss?.();
      return void cache.make(url, state, (keep) => {
        // Also takes `if-none-match` away: SvelteKit would answer 304, and here the page itself is wanted.
        anonymise(request);
        capture(response, (rendered) => {
          // Taken down: an outage of the database must not bring back the page as it was.
          if (GONE.has(response.statusCode)) cache.forget(url);
          keep(rendered && isForEveryone(request) ? { ...rendered, state } : null);
        });
        render(request, response);
      });
    }
    const status = await answer(request, response, kept);
    options.onHit?.(request, status);
  }

  /** While the database is away, what strangers saw last is better than a page of regrets. */
  async function stateIn(request: IncomingMessage, url: string): Promise<string | null> {
    try {
      return await options.stateOf(request);
    } catch (fault) {
      const last = cache.stateOf(url);
      if (last === undefined) throw fault;
      return last;
    }
  }
}

class PageCache {
  readonly #pages = new Map<string, Page>();
  readonly #making = new Map<string, Promise<Page | null>>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(url: string, state: string): Page | undefined {
    const page = this.#pages.get(url);
    if (page?.state !== state) return undefined;
    // The most recent last, so that the first is the one to go.
    this.#pages.delete(url);
    this.#pages.set(url, page);
    return page;
  }

  /** The state of the page that is kept for an address. */
  stateOf(url: string): string | undefined {
    return this.#pages.get(url)?.state;
  }

  /** A thousand readers who come at once after a change wait for one render, not for a thousand. */
  beingMade(url: string, state: string): Promise<Page | null> | undefined {
    return this.#making.get(`${url} ${state}`);
  }

  make(url: string, state: string, render: (keep: (page: Page | null) => void) => void): void {
    const name = `${url} ${state}`;
    const made = new Promise<Page | null>(render).then((page) => {
      this.#making.delete(name);
      if (page) this.#keep(url, page);
      return page;
    });
    this.#making.set(name, made);
  }

  #keep(url: string, page: Page): void {
    this.forget(url);
    this.#pages.set(url, page);
    this.#bytes += page.size;
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.forget(oldest);
    }
  }

  forget(url: string): void {
    this.#bytes -= this.#pages.get(url)?.size ?? 0;
    this.#pages.delete(url);
  }
}

/** Writes a kept page, or that the reader has it already. @returns the status */
async function answer(request: IncomingMessage, response: ServerResponse, page: Page): Promise<number> {
  if (request.headers['if-none-match']?.includes(page.etag)) {
    response.writeHead(304, page.notModified);
    response.end();
    return 304;
  }
  const encoding = encodingFor(request.headers['accept-encoding']);
  const { headers, body } = page.copies[encoding] ?? (await copied(page, encoding));
  response.writeHead(200, headers);
  response.end(body);
  return 200;
}

async function copied(page: Page, encoding: Encoding): Promise<Copy> {
  const body = encoding === 'identity' ? page.body : await compressed[encoding](page.body);
  const headers = linesOf({
    ...page.headers,
    etag: `W/${page.etag}`,
    'content-length': String(body.byteLength),
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  });
  return (page.copies[encoding] = { body, headers });
}

/** Names and values in turn, as `writeHead` takes them at the least cost. */
function linesOf(headers: Page['headers']): string[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [name, value]),
  );
}

function encodingFor(accepted: string | string[] | undefined): Encoding {
  const names = String(accepted ?? '');
  return /\bbr\b/.test(names) ? 'br' : /\bgzip\b/.test(names) ? 'gzip' : 'identity';
}

/** Headers that belong to one response and not to the page. */
const OWN_TO_ANSWER = new Set([
  'x-request-id',
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'etag',
]);

/** Headers of the page that mean nothing without it, so that a 304 leaves them out. */
const OF_BODY = /^(content-|link$|last-modified$)/;

type Rendered = Omit<Page, 'state'>;

/** Listens to what is written to `response` and hands it over as a page, or null where it isn't one to keep. */
function capture(response: ServerResponse, keep: (page: Rendered | null) => void): void {
  const chunks: Buffer[] = [];
  const note = (chunk: unknown) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string));
  };
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  response.write = ((...written: Parameters<typeof write>) => {
    note(written[0]);
    return write(...written);
  }) as typeof write;
  response.end = ((...written: Parameters<typeof end>) => {
    note(written[0]);
    keep(pageOf(response, Buffer.concat(chunks)));
    return end(...written);
  }) as typeof end;
  // A reader who leaves in the middle leaves half a page.
  response.once('close', () => keep(null));
}

function pageOf(response: ServerResponse, body: Buffer): Rendered | null {
  const headers = response.getHeaders() as Record<string, string | string[]>;
  const html = String(headers['content-type'] ?? '').startsWith('text/html');
  const own = 'set-cookie' in headers || String(headers['cache-control'] ?? '').includes('no-store');
  if (response.statusCode !== 200 || !html || own || headers['etag'] === undefined) return null;
  const shared = Object.entries(headers).filter(([name]) => !OWN_TO_ANSWER.has(name));
  const etag = String(headers['etag']).replace(/^W\//, '');
  const unchanged = Object.fromEntries(shared.filter(([name]) => !OF_BODY.test(name)));
  // Compressed copies come later and are smaller together than the page itself.
  return {
    headers: Object.fromEntries(shared),
    etag,
    body,
    notModified: linesOf({ ...unchanged, etag: `W/${etag}` }),
    copies: {},
    size: body.byteLength * 2,
  };
}
