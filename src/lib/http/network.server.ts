import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What limits count as one address: an IPv6 customer gets a whole /64, and can use a new address for each request. */
export function networkOf(address: string): string {
  return prefixOf(address, { ipv4: 32, ipv6: 64 });
}

/** What limits count as one network: the smallest block that is routed separately (IPv4 /24, IPv6 /48). */
export function wideNetworkOf(address: string): string {
  return prefixOf(address, { ipv4: 24, ipv6: 48 });
}

/** One caller, who may have many addresses at no cost: an IPv4 address, or the /48 of one IPv6 site. */
export function siteOf(address: string): string {
  return prefixOf(address, { ipv4: 32, ipv6: 48 });
}

/** @param bits multiples of 8 for IPv4, of 16 for IPv6 */
function prefixOf(address: string, bits: { ipv4: 24 | 32; ipv6: 48 | 64 }): string {
  if (isIP(address) === 0) return address;
  // IPv4-mapped IPv6 becomes IPv4.
  const parsed = ipaddr.process(address);
  if ('octets' in parsed) return bits.ipv4 === 32 ? parsed.toString() : ipv4Prefix(parsed.octets);
  const groups = parsed.parts.slice(0, bits.ipv6 / 16).map((group) => group.toString(16));
  return `${groups.join(':')}::/${bits.ipv6}`;
}

const ipv4Prefix = (octets: number[]): string => `${octets.slice(0, 3).join('.')}.0/24`;
