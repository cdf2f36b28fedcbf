import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';
import { markedParts } from './marked.ts';

test('the parts of an excerpt are its text, marked where words were found', () => {
  const text = '<mark>"cats" & &lt;dogs&gt;</mark> it’s \'cats\'';
  const parts = markedParts(excerpt(text, new Set(['cats']), []));
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(parts.filter(({ found }) => found)).toEqual([
    { text: 'cats', found: true },
    { text: 'cats', found: true },
  ]);
});

test('a mark at the beginning is one', () => {
  expect(markedParts('<mark>a</mark> b')).toEqual([
    { text: 'a', found: true },
    { text: ' b', found: false },
  ]);
});
