import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { settings } from '#lib/env.server.ts';
import { networkOf } from '#lib/limits.server.ts';
import { addressOf } from './connections.server.ts';
import { accountReader, addressReader, ANONYMOUS_PER_ADDRESS, Presence } from './presence.ts';

/** This process among the others; another one after every start. */
export const SELF = randomUUID();

export const presence = new Presence(SELF, () =>
  settings().RATE_LIMITS === 'off' ? Infinity : ANONYMOUS_PER_ADDRESS,
);

/** Whom a connection counts as: the account, or the network where nobody is signed in. */
export function readerOf(accountId: string | null, request: IncomingMessage): string {
  if (accountId !== null) return accountReader(short(accountId));
  return addressReader(short(networkOf(addressOf(request))));
}

/** How many processes serve the site now, this one included. */
export function processCount(): number {
  return presence.processes();
}

/** How many read the verdict now, over all processes. */
export function readersOf(slug: string): number {
  return presence.readers(slug);
}

/**
 * A short name for the messages between processes. It is for size, not secrecy: addresses can be guessed from their
 * hashes, and the database, which these messages pass through, has the addresses in its rate limits anyway.
 */
function short(name: string): string {
  return createHash('sha256').update(name).digest('base64url').slice(0, 11);
}
