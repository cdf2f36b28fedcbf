import { expect, test } from 'vitest';
import { mayReadMetrics } from './metrics-access.server.ts';

const TOKEN = 'a-token-for-the-metrics';
const may = (peer: string | undefined, headers: Record<string, string>, token?: string) =>
  mayReadMetrics({ peer, headers: new Headers({ host: '127.0.0.1:3000', ...headers }) }, token);

test.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('this machine (%s) may', (peer) => {
  expect(may(peer, {})).toBe(true);
});

test.each(['10.0.0.7', '192.0.2.1', '::ffff:10.0.0.7', '2001:db8::1', 'fe80::1', undefined])(
  'another machine (%s) may not',
  (peer) => {
    expect(may(peer, {})).toBe(false);
  },
);

test.each(['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'])(
  'a proxy on this machine that says %s may not',
  (name) => {
    expect(may('127.0.0.1', { [name]: 'anything' })).toBe(false);
  },
);

test('a proxy on this machine that keeps the public name may not', () => {
  expect(may('127.0.0.1', { host: 'copecheck.example' })).toBe(false);
});

test('the right token is accepted from anywhere, and no other', () => {
  const from = (authorization: string) => may('192.0.2.1', { authorization }, TOKEN);
  expect(from(`Bearer ${TOKEN}`)).toBe(true);
  for (const wrong of [`Bearer ${TOKEN}x`, 'Bearer', 'Bearer ', `Basic ${TOKEN}`, TOKEN, ''])
    expect(from(wrong)).toBe(false);
  expect(may('192.0.2.1', { authorization: 'Bearer undefined' })).toBe(false);
});
