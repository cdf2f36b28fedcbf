/** Characters. Longer addresses are usually those of a search or a session. */
export const MAX_SOURCE = 500;

/** Names that no public site has (RFC 2606, RFC 6761, RFC 6762, RFC 7686). */
const NOT_PUBLIC = /\.(local|localhost|internal|intranet|home|lan|test|invalid|onion|arpa)$/;
/** Ends in a top-level domain, which has no digits unless it is in Punycode. */
const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/**
 * The source of a challenge as a browser would open it; null if readers could not or should not. It is never fetched,
 * so only its form is checked. The host of an international name is in Punycode, in which no two names look the same.
 */
export function readSource(written: string): string | null {
  const text = written.trim();
  // A browser drops tabs and line breaks inside an address.
  if (text.length > MAX_SOURCE || /[\s\p{Cc}\p{Cf}\\]/u.test(text) || !/^https:\/\//i.test(text)) return null;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.port === '';
  const host = url.hostname.replace(/\.$/, '');
  if (!isPlain || !HOST.test(host) || NOT_PUBLIC.test(host)) return null;
  url.hostname = host;
  return url.href.length > MAX_SOURCE ? null : url.href;
}
