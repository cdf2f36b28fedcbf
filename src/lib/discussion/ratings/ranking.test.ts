import { expect, test } from 'vitest';
import { ratingScore, wilsonLower } from './ranking.ts';

test('without ratings the bound is 0', () => {
  expect(ratingScore({ helpful: 0, notHelpful: 0 })).toBe(0);
});

test('forty of fifty beat one of one', () => {
  const many = ratingScore({ helpful: 40, notHelpful: 10 });
  const one = ratingScore({ helpful: 1, notHelpful: 0 });
  expect(many).toBeGreaterThan(one);
});

test('rejected comments rank below unrated ones', () => {
  expect(ratingScore({ helpful: 0, notHelpful: 3 })).toBeLessThan(0);
});

test('the bound is Wilson’s: 40 of 50 at 95 % is 0.6696', () => {
  expect(wilsonLower(40, 50)).toBeCloseTo(0.6696, 3);
});
