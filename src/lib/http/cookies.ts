// Parsed exactly as SvelteKit does (package `cookie`; a test compares the two): the page cache, the live handshake and
// the pages must agree on who is signed in.
export function cookiesOf(header = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    // Browsers send the most specific one first.
    if (at < 0 || found.has(name)) continue;
    const value = pair.slice(at + 1).trim();
    found.set(name, decoded(value.startsWith('"') ? value.slice(1, -1) : value));
  }
  return found;
}

/** Any site on the domain may set a cookie with a stray `%`, which must not break the page. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
