import { LRUCache } from 'lru-cache';

/** Milliseconds: a change by another process applies here before an admin can look. */
export const SHORT_TTL = 50;

/**
 * A read whose callers share one result while it runs and for `ttl` milliseconds after. Failures aren't kept.
 * The process that changes the data calls `invalidate`, so its own readers see the change at once.
 */
export class CachedRead<T> {
  readonly #results: LRUCache<string, { value: T }>;

  constructor(read: (key: string) => Promise<T>, { ttl = SHORT_TTL, max = 1 } = {}) {
    this.#results = new LRUCache<string, { value: T }>({
      ...{ max, ttl, ttlResolution: 0 },
      // lru-cache keeps the `performance` of its import, and with it the clock that tests replace.
      perf: { now: () => performance.now() },
      fetchMethod: async (key) => ({ value: await read(key) }),
      // An invalidated or evicted read still serves the callers that began before it was.
      ignoreFetchAbort: true,
    });
  }

  async get(key = ''): Promise<T> {
    return (await this.#results.fetch(key))!.value;
  }

  /** Reads in progress don't serve later callers either: they may predate the change. */
  invalidate(): void {
    this.#results.clear();
  }

  setTtl(ttl: number): void {
    this.#results.ttl = ttl;
    this.invalidate();
  }
}
