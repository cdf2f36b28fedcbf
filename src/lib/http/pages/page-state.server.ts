import type { IncomingMessage } from 'node:http';
import { CachedRead } from '#lib/db/cached-read.ts';

/** Pages show ages ("3 minutes ago"), so a page is rendered at least once a minute. */
const MAX_AGE = 60_000;

/** Longer addresses aren't links of ours, and would only fill the cache. */
const MAX_ADDRESS = 300;

// Milliseconds for which requests share a state: less than a page takes to arrive, and long enough that a crowd isn't
// slowed down to one query after the other.
const STATE_TTL = 5;

const MAX_STATES = 1_000;

/** A kind of page that is cached. */
export interface SharedPage {
  /** Matches the path; its group is what the page is about. */
  path: RegExp;
  /** Which addresses of the path are cached, by what follows the question mark. Absent: all. */
  keeps?: (query: string) => boolean;
  /** Text that changes with anything on the page about `key`; null if there is no such page. */
  state: (key: string) => Promise<string | null>;
}

export interface PageSources {
  pages: SharedPage[];
  /** The sentence that every page of a read-only site shows; null if it isn't read-only. */
  notice: () => Promise<string | null>;
}

/** A missing page has a state too, so that the cache drops the page it has. */
export const ABSENT = 'absent';

/** The state of a shared page: its counters and the minute. Null for other pages. */
export function pageStates({ pages, notice: readNotice }: PageSources) {
  const read = async (path: string): Promise<string> => {
    const [page, key] = pageAt(path, pages)!;
    const [state, notice] = await Promise.all([page.state(key), readNotice()]);
    if (state === null) return ABSENT;
    return `${state} ${Math.floor(Date.now() / MAX_AGE)}${notice === null ? '' : ` ${notice}`}`;
  };
  const states = new CachedRead(read, { ttl: STATE_TTL, max: MAX_STATES });
  return async (request: IncomingMessage): Promise<string | null> => {
    const { method, url = '' } = request;
    if (method !== 'GET' || url.length > MAX_ADDRESS || isPrivate(request)) return null;
    const [path = '', ...query] = url.split('?');
    const [page] = pageAt(path, pages) ?? [];
    return page && (page.keeps?.(query.join('?')) ?? true) ? states.get(path) : null;
  };
}

function pageAt(path: string, pages: SharedPage[]): [page: SharedPage, key: string] | null {
  for (const page of pages) {
    const match = page.path.exec(path);
    if (match) return [page, match[1] ?? ''];
  }
  return null;
}

/** Requests with a body count as private: it would be left unread in the connection. */
function isPrivate({ headers }: IncomingMessage): boolean {
  return (
    headers.authorization !== undefined ||
    headers['transfer-encoding'] !== undefined ||
    headers['content-length'] !== undefined
  );
}
