import ipaddr from 'ipaddr.js';

/** The only block of IPv6 from which global addresses are assigned. Others have an IPv4 address inside, or are local. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/** Public addresses at which a cloud host reaches its provider's own services. */
const PROVIDERS = new Set(['168.63.129.16']);

/**
 * Whether an address is one of the public internet. Everything else is refused: private, loopback, link-local (with the
 * metadata services of cloud hosts), carrier-grade NAT, multicast, reserved, and every form of IPv6 that has an IPv4
 * address inside (mapped, compatible, NAT64, 6to4, Teredo), because a gateway may translate it to a private one.
 */
export function isPublicAddress(address: string): boolean {
  // A zone, as in fe80::1%eth0, belongs to local addresses only.
  if (address.includes('%') || !isWhole(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast' || PROVIDERS.has(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_IPV6);
}

/** Not a short form of IPv4, which programs read differently. */
const isWhole = (address: string) =>
  ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
