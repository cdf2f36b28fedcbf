// What docs/common-ground.md says of the three orders. The whole table: npm run bench crowds.
import { expect, test } from 'vitest';
import { crowdOf, MIXES, USUAL, type Mix } from './common-ground/crowd.ts';
import { outcomeOf } from './common-ground/orders.ts';

const SEED = 1;
const mixOf = (start: string): Mix => MIXES.find(({ name }) => name.startsWith(start))!;

test('where readers rate mostly their own side, the formula brings bridging comments to the top and Wilson doesn’t', () => {
  const { first, precision, recall } = outcomeOf(crowdOf(USUAL, SEED));
  expect(first.formula).toBeGreaterThanOrEqual(2 * first.wilson);
  expect(first.formula).toBeGreaterThanOrEqual(0.9);
  expect(precision.formula).toBeGreaterThanOrEqual(0.9);
  // Why the factorization doesn't give the badge by itself.
  expect(recall.factorization).toBeLessThan(recall.formula - 0.3);
});

test('where readers vote against their side, the badge is right only if the factorization can withhold it', () => {
  const { precision, recall } = outcomeOf(crowdOf(mixOf('a fifth vote against'), SEED));
  expect(precision.formula).toBeLessThan(0.5);
  expect(precision.vetoed).toBeGreaterThanOrEqual(0.9);
  expect(recall.vetoed).toBeGreaterThanOrEqual(0.9 * recall.formula);
});

test('with few ratings the factorization gives the badge to comments that aren’t bridging, so it only withholds it', () => {
  const { precision } = outcomeOf(crowdOf(mixOf('few ratings'), SEED));
  expect(precision.factorization).toBeLessThan(0.8);
  expect(precision.vetoed).toBeGreaterThanOrEqual(precision.formula);
});
