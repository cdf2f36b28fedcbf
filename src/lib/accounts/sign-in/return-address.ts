// Any origin that isn't a real site.
const BASE = 'http://here.invalid';

/** Where to go after signing in: where the address says, else to the page of this site that led here. */
export function returnAddressOf(to: string | undefined, referrer: string | null, origin: string): string {
  if (to !== undefined) return returnAddress(to);
  const from = referrer === null ? null : URL.parse(referrer);
  return from?.origin === origin ? returnAddress(from.pathname + from.search) : '/';
}

/**
 * Where to go after signing in: `to` if it is an address of this site, else the front page.
 * Attack: an open redirect. Browsers read `//evil.example`, `/\evil.example`, `/<tab>/evil.example` and
 * `/.//evil.example` as other sites, so the address is parsed as a browser would, and checked again after that.
 */
export function returnAddress(to: string | null | undefined): string {
  if (!to?.startsWith('/')) return '/';
  const url = URL.parse(to, BASE);
  if (url?.origin !== BASE || url.pathname.startsWith('//')) return '/';
  // Prevents a loop.
  if (/^\/sign-(in|up|out)(\/|$)/.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}
