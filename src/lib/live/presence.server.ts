import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { settings } from '#lib/env.server.ts';
import { clientAddress } from '#lib/http/client-address.server.ts';
import { networkOf } from '#lib/http/network.server.ts';
import { accountReader, addressReader, ANONYMOUS_PER_ADDRESS, Presence } from './presence.ts';

/** The id of this process; each start has a new one. */
export const SELF = randomUUID();

export const presence = new Presence(SELF, () =>
  settings().RATE_LIMITS === 'off' ? Infinity : ANONYMOUS_PER_ADDRESS,
);

/** The reader that a connection counts as: the account, or the network if signed out. */
export function readerOf(accountId: string | null, request: IncomingMessage): string {
  if (accountId !== null) return readerOfAccount(accountId);
  return addressReader(short(networkOf(clientAddress(request))));
}

export function readerOfAccount(id: string): string {
  return accountReader(short(id));
}

export function processCount(): number {
  return presence.processes();
}

export function readersOf(slug: string): number {
  return presence.readers(slug);
}

// A short key for the messages between processes. It saves bytes and keeps no secret: addresses can be guessed from
// their hashes, and the database, which relays these messages, has the addresses in its rate limits anyway.
function short(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 11);
}
