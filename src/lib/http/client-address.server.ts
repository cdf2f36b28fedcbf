import type { IncomingMessage } from 'node:http';
import forwarded from 'forwarded';
import { settings } from '#lib/env.server.ts';

/**
 * The client's address. With `n` trusted proxies it is the entry that the first of them wrote, n-th from the right.
 * adapter-node's XFF_DEPTH can't be used: it serves neither socket.io nor the page cache, and answers 500 if the header
 * is missing.
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  proxies = settings().TRUST_PROXY,
): string {
  const addresses = forwarded(request as IncomingMessage);
  return addresses[proxies] ?? addresses[0] ?? 'unknown';
}
