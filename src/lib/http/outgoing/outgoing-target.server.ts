import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { settings } from '#lib/env.server.ts';
import { isPublicAddress } from './public-address.ts';

/** Our own refusal to send a request, not a fault of the network: it isn't worth a retry. */
export class OutgoingRefused extends Error {
  override name = 'OutgoingRefused';
}

export type Resolve = (host: string) => Promise<LookupAddress[]>;

const DEFAULT_PORTS: Record<string, number> = { 'https:': 443, 'http:': 80 };

/** All addresses of a name, as the system resolves it. */
export const resolveHost: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * The addresses that a request to `url` may connect to. The caller connects to these and doesn't resolve the name again:
 * a second answer might be another one.
 * @throws OutgoingRefused unless it is https on port 443 and every address of the host is public, or the host and port
 * are in FETCH_ALLOW
 */
export async function checkTarget(url: URL, resolve: Resolve): Promise<LookupAddress[]> {
  const { refusal, isAllowed } = judge(url);
  if (refusal) throw new OutgoingRefused(refusal);
  const addresses = await addressesOf(url.hostname, resolve);
  if (addresses.length === 0) throw new OutgoingRefused('The host has no address.');
  // One private address among public ones is enough: the connection would choose.
  if (!isAllowed && !addresses.every(({ address }) => isPublicAddress(address)))
    throw new OutgoingRefused('The host has an address that is not public.');
  return addresses;
}

/** Whether an address can be stored to be fetched later, as far as it tells without a look-up. */
export function mayFetch(url: URL): boolean {
  return judge(url).refusal === null;
}

function judge(url: URL): { refusal: string | null; isAllowed: boolean } {
  const port = url.port === '' ? DEFAULT_PORTS[url.protocol] : Number(url.port);
  const isAllowed = settings().FETCH_ALLOW.includes(`${url.hostname}:${port}`);
  return { refusal: refusalOf(url, { port, isAllowed }), isAllowed };
}

function refusalOf(url: URL, { port, isAllowed }: { port: number | undefined; isAllowed: boolean }) {
  if (url.username !== '' || url.password !== '') return 'Addresses with a name or password are not fetched.';
  if (isAllowed) return null;
  if (url.protocol !== 'https:') return 'Only https addresses are fetched.';
  return port === 443 ? null : 'Only port 443 is fetched.';
}

/** `hostname` as a URL has it: IPv6 in brackets, and every form of IPv4 in four decimal numbers. */
async function addressesOf(hostname: string, resolve: Resolve): Promise<LookupAddress[]> {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(literal);
  return family === 0 ? resolve(hostname) : [{ address: literal, family }];
}
