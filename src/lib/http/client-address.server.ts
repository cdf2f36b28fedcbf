import type { IncomingMessage } from 'node:http';
import forwarded from 'forwarded';
import { settings } from '#lib/env.server.ts';

// The entry that the first trusted proxy wrote. adapter-node's XFF_DEPTH serves neither socket.io nor the page cache, and
// responds 500 if the header is missing.
export function clientAddress(
  request: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  proxies = settings().TRUST_PROXY,
): string {
  const addresses = forwarded(request as IncomingMessage);
  return addresses[proxies] ?? addresses[0] ?? 'unknown';
}
