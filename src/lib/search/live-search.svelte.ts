import { listAddress } from '#lib/ui/list-address.ts';
import type { Scope } from './query.ts';
import type { SearchResult } from './search-view.ts';

export interface Shown {
  q: string;
  in: Scope | undefined;
  sort: 'relevance' | 'newest';
  result: SearchResult | null;
}

/** Milliseconds without typing before a search: about the time between two words. */
const PAUSE = 250;

/** The address of a search, for the page and for the API. */
export function searchAddress(
  path: string,
  { q, in: scope, sort, cursor }: Pick<Shown, 'q' | 'in' | 'sort'> & { cursor?: string | undefined },
): string {
  return listAddress(path, { q: q.trim(), in: scope, sort: sort === 'newest' ? sort : undefined, cursor });
}

/** Results while the query is typed. The newest request wins; an older one is aborted. */
export class LiveSearch {
  /** What replaces the page's results; null: nothing was typed since the page was loaded. */
  shown = $state.raw<Shown | null>(null);
  fault = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | undefined;
  readonly #onShown: (shown: Shown) => void;

  constructor(onShown: (shown: Shown) => void) {
    this.#onShown = onShown;
  }

  typed(search: Omit<Shown, 'result'>): void {
    this.stop();
    this.#timer = setTimeout(() => void this.#search(search), PAUSE);
  }

  /** Also when the page is left, or loads results itself. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  forget(): void {
    this.stop();
    this.shown = null;
    this.fault = '';
  }

  async #search(search: Omit<Shown, 'result'>): Promise<void> {
    const request = (this.#request = new AbortController());
    try {
      const result = search.q.trim() === '' ? null : await fetchResult(search, request.signal);
      if (request.signal.aborted) return;
      this.fault = '';
      this.shown = { ...search, result };
      this.#onShown(this.shown);
    } catch (error) {
      if (!request.signal.aborted) this.fault = error instanceof Refused ? error.message : OFFLINE;
    }
  }
}

const OFFLINE = 'No connection. These are the results from before.';

class Refused extends Error {}

async function fetchResult(search: Omit<Shown, 'result'>, signal: AbortSignal): Promise<SearchResult> {
  const response = await fetch(searchAddress('/api/v1/search', search), { signal });
  const body = (await response.json()) as SearchResult & { detail?: string };
  if (!response.ok) throw new Refused(body.detail);
  return body;
}
