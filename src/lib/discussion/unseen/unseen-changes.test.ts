import { expect, test } from 'vitest';
import { isSamePlace, scrollFor } from './unseen-changes.ts';

test('the page is scrolled by what moved, unless nothing visible did', () => {
  expect(scrollFor([0, 0.2, -0.2])).toBe(0);
  // What is sticky stays.
  expect(scrollFor([0, 120, 120])).toBe(120);
  expect(scrollFor([])).toBe(0);
});

test('an element that moved or went is seen', () => {
  const at = (left: number, top: number, right: number, bottom: number) =>
    ({ left, top, right, bottom }) as DOMRect;
  const before = at(0, 10, 100, 50);
  expect(isSamePlace(before, at(0.2, 10, 100, 49.8))).toBe(true);
  for (const after of [at(0, 30, 100, 70), at(0, 0, 0, 0)]) expect(isSamePlace(before, after)).toBe(false);
});
