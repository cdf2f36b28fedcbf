import { expect, test } from 'vitest';
import { bestCorrection, distance } from './correction.ts';

test.each([
  ['economy', 'econmy', 1],
  ['economy', 'ecnoomy', 1],
  ['economy', 'economy', 0],
  ['economy', 'autonomy', 3],
  ['cat', 'economy', 4],
])('%s and %s differ by %i', (a, b, changes) => {
  expect(distance(a, b, 3)).toBe(changes);
});

test('the nearest word is the correction, and a short word is changed by one letter at most', () => {
  expect(bestCorrection('econmics', ['economy', 'economics', 'ergonomics'])).toBe('economics');
  expect(bestCorrection('fotosynthesis', ['photosynthesis'])).toBe('photosynthesis');
  expect(bestCorrection('cats', ['dots'])).toBeNull();
  expect(bestCorrection('cats', ['cats'])).toBeNull();
});
