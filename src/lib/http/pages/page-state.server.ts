import type { IncomingMessage } from 'node:http';
import { CachedRead } from '#lib/db/cached-read.ts';
import { cookiesOf } from '#lib/http/cookies.ts';

/** Pages show ages ("3 minutes ago"), so a page is rendered at least once a minute. */
const MAX_AGE = 60_000;

/** Longer addresses aren't links of ours, and would only fill the cache. */
const MAX_ADDRESS = 300;

// Milliseconds for which requests share a state: less than a page takes to arrive, and long enough that a crowd isn't
// slowed down to one query after the other.
const STATE_TTL = 5;

const MAX_STATES = 1_000;

export interface PageSources {
  /** Cookies of readers whose page is rendered for them: signed in, or with a chosen theme. */
  privateCookies: string[];
  /** Text that changes with anything on the front page. */
  frontState: () => Promise<string>;
  verdictState: (slug: string) => Promise<string>;
  /** The sentence that every page of a read-only site shows; null if it isn't read-only. */
  notice: () => Promise<string | null>;
}

/** The state of an anonymous page: its counters and the minute. Null for other pages, and for identified readers. */
export function pageStates(sources: PageSources): (request: IncomingMessage) => Promise<string | null> {
  const read = async (path: string): Promise<string> => {
    const [state, notice] = await Promise.all([
      path === '/' ? sources.frontState() : sources.verdictState(path),
      sources.notice(),
    ]);
    return `${state} ${Math.floor(Date.now() / MAX_AGE)}${notice === null ? '' : ` ${notice}`}`;
  };
  const states = new CachedRead(read, { ttl: STATE_TTL, max: MAX_STATES });
  return async (request) => {
    const { method, url = '' } = request;
    if (method !== 'GET' || url.length > MAX_ADDRESS || isPrivate(request, sources.privateCookies))
      return null;
    const page = pageOf(url);
    return page === null ? null : states.get(page);
  };
}

/** `/`, or the slug of the verdict at `url`; null if the page isn't cached. */
function pageOf(url: string): string | null {
  const [path = ''] = url.split('?');
  // There is no end to what people search for.
  if (path === '/' && !url.includes('q=')) return path;
  return /^\/v\/([a-z0-9-]+)$/.exec(path)?.[1] ?? null;
}

/** Requests with a body count as private: it would be left unread in the connection. */
function isPrivate({ headers }: IncomingMessage, privateCookies: string[]): boolean {
  if (headers.authorization !== undefined || headers['transfer-encoding'] || headers['content-length'])
    return true;
  if (headers.cookie === undefined) return false;
  const cookies = cookiesOf(headers.cookie);
  return privateCookies.some((name) => cookies.has(name));
}
