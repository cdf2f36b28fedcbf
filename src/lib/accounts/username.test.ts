import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skeletonOf, whyNotUsername } from './username.ts';

describe('a user name', () => {
  it.each(['ada', 'Grace_Hopper', 'x-1', 'a'.repeat(24), '007'])('may be %s', (name) => {
    expect(whyNotUsername(name)).toBeNull();
  });

  it.each(['ab', 'a'.repeat(25), 'ada lovelace', 'añá', 'аda', 'a.b.c', '<b>', '___', '', 'ada\n', 'ad\0a'])(
    'may not be %j',
    (name) => {
      expect(whyNotUsername(name)).toBe('username-malformed');
    },
  );

  it.each(['admin', 'Adm1n', 'ORACLE', '0racle', 'sy-stem', 'rnoderator', 'c0pe_Check', 'api'])(
    'may not speak for the house: %s',
    (name) => {
      expect(whyNotUsername(name)).toBe('username-reserved');
    },
  );
});

describe('the skeleton of a name', () => {
  it.each([
    ['ada', 'ADA'],
    ['lilli', '1i|1I'],
    ['oo7', '0-0_7'],
    ['modern', 'modem'],
    ['vvendy', 'wendy'],
  ])('is one for %s and %s', (one, other) => {
    expect(skeletonOf(one)).toBe(skeletonOf(other));
  });

  it('differs where the eye sees a difference', () => {
    expect(skeletonOf('ada')).not.toBe(skeletonOf('ida'));
  });

  it('is its own skeleton, so that it can be looked up by either', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_-]{3,24}$/);
    fc.assert(fc.property(name, (n) => skeletonOf(skeletonOf(n)) === skeletonOf(n)));
  });
});
