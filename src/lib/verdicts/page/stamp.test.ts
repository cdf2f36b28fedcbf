import { expect, test } from 'vitest';
import { stampOf, shownLabel } from './stamp.ts';

test('a score is stamped with its band, anything else with its first classification', () => {
  const classifications = [{ label: 'Prestige signaling.' }, { label: 'Analytically competent.' }];
  const score = { value: 15, max: 100 };
  expect(stampOf({ score: null, classifications })).toBe('Prestige signaling');
  expect(stampOf({ score: { ...score, band: 'lucid' }, classifications })).toBe('lucid');
  expect(stampOf({ score: { ...score, band: null }, classifications })).toBe('15/100');
});

test('a verdict without a classification has no stamp', () => {
  expect(stampOf({ score: null, classifications: [] })).toBeNull();
});

test('a label that a program wrote reads as words', () => {
  expect(shownLabel('partial_truth')).toBe('partial truth');
  expect(stampOf({ score: { value: 4, max: 10, band: 'half_lucid' }, classifications: [] })).toBe(
    'half lucid',
  );
});

test('an ellipsis at the end of a label is no full stop', () => {
  expect(shownLabel('More of the same...')).toBe('More of the same...');
});
