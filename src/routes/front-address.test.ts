import { expect, test } from 'vitest';
import { frontAddress } from './front-address.ts';

test('default values are left out', () => {
  expect(frontAddress({ q: '', sort: 'newest' })).toBe('/');
});

test('a source with special characters is preserved', () => {
  const address = frontAddress({ source: 'R&D = 100%', sort: 'discussed', cursor: 'a+b' });
  const query = new URL(address, 'https://x.test').searchParams;
  expect(Object.fromEntries(query)).toEqual({ source: 'R&D = 100%', sort: 'discussed', cursor: 'a+b' });
});
