import { expect, test } from 'vitest';
import { frontAddress } from './front-address.ts';

test('what goes without saying is not in the address', () => {
  expect(frontAddress({ q: '', sort: 'newest' })).toBe('/');
});

test('a source with signs of its own arrives as it was written', () => {
  const address = frontAddress({ source: 'R&D = 100%', sort: 'discussed', cursor: 'a+b' });
  const query = new URL(address, 'https://x.test').searchParams;
  expect(Object.fromEntries(query)).toEqual({ source: 'R&D = 100%', sort: 'discussed', cursor: 'a+b' });
});
