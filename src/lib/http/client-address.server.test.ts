import { expect, test } from 'vitest';
import { clientAddress } from './client-address.server.ts';

const from = (header?: string) => ({
  headers: header === undefined ? {} : { 'x-forwarded-for': header },
  socket: { remoteAddress: '10.0.0.9' },
});

test.each([
  ['without a proxy the header is ignored', from('192.0.2.1'), 0, '10.0.0.9'],
  ['one proxy wrote the last entry', from('6.6.6.6, 192.0.2.1'), 1, '192.0.2.1'],
  ['of two proxies the first wrote the last but one', from('6.6.6.6, 192.0.2.1, 10.0.0.1'), 2, '192.0.2.1'],
  ['without the header it is the direct one', from(), 1, '10.0.0.9'],
  ['fewer entries than proxies', from('192.0.2.1'), 3, '10.0.0.9'],
])('%s', (_what, request, proxies, address) => {
  expect(clientAddress(request, proxies)).toBe(address);
});
