import { LRUCache } from 'lru-cache';
import type { PageCopy } from './shared-copy.ts';

export interface PageBytes {
  headers: Record<string, string | string[]>;
  /** Without `W/`. */
  etag: string;
  body: Buffer;
  /** Header names and values of a 304, alternating. */
  notModified: string[];
  /** Compressed when an encoding is first requested. */
  encoded: Map<string, Promise<{ body: Buffer; headers: string[] }>>;
}

export interface CachedPage {
  url: string;
  state: string;
  /** One is rendered, the other made from it when first requested. */
  copies: Partial<Record<PageCopy, PageBytes>>;
  /** Bytes that it takes with its copies. */
  size: number;
}

type Render = () => Promise<CachedPage | undefined>;

export class CachedPages {
  readonly #pages: LRUCache<string, CachedPage, Render>;
  readonly #states = new Map<string, string>();

  constructor(maxBytes: number) {
    this.#pages = new LRUCache<string, CachedPage, Render>({
      maxSize: maxBytes,
      sizeCalculation: ({ size }) => size,
      fetchMethod: (_key, _stale, { context: render }) => render(),
      // A render that is evicted while it runs still serves those who wait for it.
      ignoreFetchAbort: true,
      onInsert: (page) => this.#replace(page),
      dispose: ({ url, state }) => {
        if (this.#states.get(url) === state) this.#states.delete(url);
      },
    });
  }

  get(url: string, state: string): CachedPage | undefined {
    return this.#pages.get(keyOf(url, state));
  }

  /** The page from `render`, which a thousand simultaneous requests share; undefined if it must not be cached. */
  fetch(url: string, state: string, render: Render): Promise<CachedPage | undefined> {
    return this.#pages.fetch(keyOf(url, state), { context: render });
  }

  stateOf(url: string): string | undefined {
    return this.#states.get(url);
  }

  forget(url: string): void {
    const state = this.#states.get(url);
    if (state !== undefined) this.#pages.delete(keyOf(url, state));
  }

  /** Otherwise the old states of a busy page would push other pages out. */
  #replace({ url, state }: CachedPage): void {
    if (this.#states.get(url) !== state) this.forget(url);
    this.#states.set(url, state);
  }
}

const keyOf = (url: string, state: string): string => `${url} ${state}`;
