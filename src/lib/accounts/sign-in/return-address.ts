// Any origin does: it only has to be one that no reader can name.
const HERE = 'http://here.invalid';

/**
 * Where to go after signing in: `to` if it is an address of this site, else the front page.
 * Attack: an open redirect. `//evil.example`, `/\evil.example`, `/<tab>/evil.example` and `/.//evil.example` all look
 * like paths and are read by browsers as another site, so the address is parsed as a browser would, and looked at
 * once more after that.
 */
export function returnAddress(to: string | null | undefined): string {
  if (!to?.startsWith('/')) return '/';
  const url = URL.parse(to, HERE);
  if (url?.origin !== HERE || url.pathname.startsWith('//')) return '/';
  // Back to a sign-in page would be a circle.
  if (/^\/sign-(in|up|out)(\/|$)/.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}
