// The routes that accept writes from other sites. A mail provider unsubscribes its user with a POST that has no Origin,
// or its own (RFC 8058); the token in the address is the proof, and the action reads no cookie.
export const CROSS_ORIGIN_ROUTES: readonly string[] = ['/unsubscribe', '/notices/unsubscribe'];

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isRead = (method: string): boolean => READS.has(method);

interface Write {
  method: string;
  /** Not the path: `/%75nsubscribe` leads there too. */
  route: string | null;
  origin: string | null;
  ownOrigin: string;
  hasSession: () => boolean;
}

// SvelteKit's own check covers only forms and is off (svelte.config.js). Without a session cookie a write has no rights
// to abuse, so programs need no Origin.
export function isForeignWrite({ method, route, origin, ownOrigin, hasSession }: Write): boolean {
  if (isRead(method) || isCrossOrigin(route)) return false;
  return origin === null ? hasSession() : origin !== ownOrigin;
}

const isCrossOrigin = (route: string | null) => route !== null && CROSS_ORIGIN_ROUTES.includes(route);
