import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { readerOf } from './presence.server.ts';

const from = (remoteAddress: string) => ({ headers: {}, socket: { remoteAddress } }) as IncomingMessage;

test('an account is one reader at every address', () => {
  const id = '0b2d1f2e-4a51-4a4e-8a6b-0f8b7a1f3c11';
  expect(readerOf(id, from('192.0.2.1'))).toBe(readerOf(id, from('192.0.2.2')));
  expect(readerOf(id, from('192.0.2.1'))).not.toBe(readerOf(null, from('192.0.2.1')));
});

test('without an account the address counts, for IPv6 its /64', () => {
  expect(readerOf(null, from('::ffff:192.0.2.1'))).toBe(readerOf(null, from('192.0.2.1')));
  expect(readerOf(null, from('2001:db8:0:1::1'))).toBe(readerOf(null, from('2001:db8:0:1:ffff::2')));
  expect(readerOf(null, from('2001:db8:0:1::1'))).not.toBe(readerOf(null, from('2001:db8:0:2::1')));
});
