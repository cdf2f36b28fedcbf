import { expect, test } from 'vitest';
import { isBare, referenceOf } from './reference.ts';

const ORIGIN = 'https://cope.example';
const ID = '0190b3a2-1111-7222-8333-444455556666';

test.each([
  ['/v/on-cope', { slug: 'on-cope', comment: null }],
  ['/v/on-cope?sort=oldest#s-verdict', { slug: 'on-cope', comment: null }],
  [`/v/on-cope#c-${ID}`, { slug: 'on-cope', comment: ID }],
  [`/v/on-cope?comment=${ID}#c-${ID}`, { slug: 'on-cope', comment: ID }],
  [`/v/on-cope?comment=${ID}`, { slug: 'on-cope', comment: ID }],
  ['/v/on-cope#c-none', { slug: 'on-cope', comment: null }],
  ['/v/on-cope/versions', null],
  ['/u/ada', null],
  ['/', null],
])('%s leads to %j', (path, reference) => expect(referenceOf(ORIGIN + path, ORIGIN)).toEqual(reference));

test('an address elsewhere, or none, leads to nothing here', () => {
  for (const address of ['https://other.example/v/on-cope', `${ORIGIN}.evil.example/v/x`, 'none', ''])
    expect(referenceOf(address, ORIGIN)).toBeNull();
});

test('words that a writer chose are not an address', () => {
  expect(isBare(`${ORIGIN}/v/x`, `${ORIGIN}/v/x`)).toBe(true);
  expect(isBare('cope.example/v/x', `${ORIGIN}/v/x`)).toBe(true);
  expect(isBare('this verdict', `${ORIGIN}/v/x`)).toBe(false);
  expect(isBare('%', '%')).toBe(true);
});
