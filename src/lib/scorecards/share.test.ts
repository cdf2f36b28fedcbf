import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareFrom, shareOf } from './share.ts';

test('the interval is Wilson’s: known values', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
  expect(shareOf({ count: 81, of: 263 })).toEqual({ share: 0.308, low: 0.2553, high: 0.3662 });
  expect(shareOf({ count: 15, of: 148 })).toEqual({ share: 0.1014, low: 0.0624, high: 0.1605 });
  expect(shareOf({ count: 0, of: 20 })).toEqual({ share: 0, low: 0, high: 0.1611 });
  expect(shareOf({ count: 1, of: 29 })).toEqual({ share: 0.0345, low: 0.0061, high: 0.1718 });
});

const counted = fc
  .tuple(fc.nat(1000), fc.nat(1000))
  .filter(([a, b]) => a + b > 0)
  .map(([a, b]) => ({ count: a, of: a + b }));

test('an interval has its share in it, mirrors when the sides are swapped, and shrinks with more votes', () => {
  fc.assert(
    fc.property(counted, ({ count, of }) => {
      const { share, low, high } = shareOf({ count, of });
      expect(0 <= low && low <= share && share <= high && high <= 1).toBe(true);
      const mirrored = shareOf({ count: of - count, of });
      expect(mirrored.low).toBeCloseTo(1 - high, 3);
      const tenfold = shareOf({ count: count * 10, of: of * 10 });
      expect(tenfold.high - tenfold.low).toBeLessThan(high - low);
    }),
  );
});

test('a share of too few is none', () => {
  expect(shareFrom(20, { count: 19, of: 19 })).toBeNull();
  expect(shareFrom(20, { count: 10, of: 20 })).toMatchObject({ count: 10, of: 20, share: 0.5 });
  expect(() => shareOf({ count: 3, of: 2 })).toThrow(RangeError);
});
