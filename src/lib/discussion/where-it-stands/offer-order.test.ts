import { expect, test } from 'vitest';
import { isOtherOrder } from './offer-order.ts';

test('new comments, and the end of the page, make no other order', () => {
  const isNew = (id: string) => id.startsWith('new');
  const isOther = (first: string, shown: string) => isOtherOrder(first.split(' '), shown.split(' '), isNew);
  expect(isOther('a b c', 'a b c d')).toBe(false);
  expect(isOther('a new1 b', 'new2 a b c')).toBe(false);
  expect(isOther('a c b', 'a b c d')).toBe(true);
  // Of a later page.
  expect(isOther('x a b', 'a b c d')).toBe(true);
});
