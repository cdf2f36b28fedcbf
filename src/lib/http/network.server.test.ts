import { describe, expect, it } from 'vitest';
import { networkOf, siteOf, wideNetworkOf } from './network.server.ts';

describe('one address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::99', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('counts %s as %s', (address, counted) => {
    expect(networkOf(address)).toBe(counted);
  });
});

describe('one site', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:ffff::1', '2001:db8:1::/48'],
  ])('counts %s as %s', (address, site) => {
    expect(siteOf(address)).toBe(site);
  });
});

describe('one network', () => {
  it.each([
    ['192.0.2.0', '192.0.2.0/24'],
    ['192.0.2.255', '192.0.2.0/24'],
    ['192.0.3.0', '192.0.3.0/24'],
    ['::ffff:192.0.2.255', '192.0.2.0/24'],
    ['::ffff:c000:2ff', '192.0.2.0/24'],
    ['2001:db8:1::', '2001:db8:1::/48'],
    ['2001:db8:1:ffff:ffff:ffff:ffff:ffff', '2001:db8:1::/48'],
    ['2001:db8:2::', '2001:db8:2::/48'],
    ['unknown', 'unknown'],
  ])('counts %s in %s', (address, network) => {
    expect(wideNetworkOf(address)).toBe(network);
  });
});
