import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';

const byte = fc.integer({ min: 0, max: 255 });
const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
const groups = (n: number) => fc.array(group, { minLength: n, maxLength: n }).map((all) => all.join(':'));

/** IPv4 addresses that must not be reached, by their blocks. */
const privateIpv4 = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
  fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
  fc.tuple(fc.constant(192), fc.constant(0), fc.constant(0), byte),
  fc.tuple(fc.constant(198), fc.constantFrom(18, 19), byte, byte),
  fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
);
const anyIpv4 = fc.tuple(byte, byte, byte, byte);
const hexOf = ([a, b, c, d]: number[]) => `${((a! << 8) | b!).toString(16)}:${((c! << 8) | d!).toString(16)}`;

test('no private, loopback, link-local, shared, multicast or reserved IPv4 address is public', () => {
  fc.assert(fc.property(privateIpv4, (octets) => !isPublicAddress(octets.join('.'))));
});

test('no IPv6 address with an IPv4 address inside is public, whichever that is', () => {
  const forms: ((octets: number[]) => string)[] = [
    (octets) => `::ffff:${octets.join('.')}`,
    (octets) => `::ffff:${hexOf(octets)}`,
    (octets) => `0:0:0:0:0:ffff:${hexOf(octets)}`,
    (octets) => `::${hexOf(octets)}`,
    (octets) => `::ffff:0:${hexOf(octets)}`,
    (octets) => `64:ff9b::${hexOf(octets)}`,
    (octets) => `64:ff9b:1::${hexOf(octets)}`,
    (octets) => `2002:${hexOf(octets)}::1`,
    (octets) => `2001:0:${hexOf(octets)}::1`,
  ];
  fc.assert(
    fc.property(anyIpv4, fc.constantFrom(...forms), (octets, form) => !isPublicAddress(form(octets))),
  );
});

test('an IPv6 address outside the global block is not public', () => {
  const outside = fc
    .tuple(fc.integer({ min: 0, max: 0xffff }), groups(7))
    .filter(([first]) => first < 0x2000 || first > 0x3fff);
  fc.assert(fc.property(outside, ([first, rest]) => !isPublicAddress(`${first.toString(16)}:${rest}`)));
});

test.each([
  ...['127.0.0.1', '169.254.169.254', '100.100.100.200', '168.63.129.16', '192.0.0.192', '0.0.0.0'],
  ...['::1', '::', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254', 'fec0::1', 'ff02::1', '2001:db8::1'],
  ...['', 'localhost', '1.2.3', '8.8.8.8%eth0', '999.1.1.1', '2606:4700::1::1'],
])('%j is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '93.184.216.34', '172.15.0.1', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450::1'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);
