/**
 * Where a write from another site is welcome. A mail provider unsubscribes its user with a POST that has no Origin, or
 * its own (RFC 8058); the token in the address is the proof, and the action reads no cookie.
 */
const OPEN_TO_ALL = '/unsubscribe';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

interface Write {
  method: string;
  /** The route that answers, not the path as written: `/%75nsubscribe` leads there too. */
  route: string | null;
  origin: string | null;
  ownOrigin: string;
  hasSession: () => boolean;
}

/**
 * Whether another site may be making the reader's browser write with the reader's cookie. SvelteKit's own check covers
 * forms only and is off (svelte.config.js), so every write is checked, whatever its path. Without a session cookie
 * there is nothing to borrow, so programs need no Origin.
 */
export function isForeignWrite({ method, route, origin, ownOrigin, hasSession }: Write): boolean {
  if (READS.has(method) || route === OPEN_TO_ALL) return false;
  return origin === null ? hasSession() : origin !== ownOrigin;
}
