import { expect, test } from 'vitest';
import { stampOf, withoutFullStop } from './stamp.ts';

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

test('an ellipsis at the end of a label is no full stop', () => {
  expect(withoutFullStop('More of the same...')).toBe('More of the same...');
});
