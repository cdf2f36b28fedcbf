import { expect, test } from 'vitest';
import { hasVisibleText } from './visible-text.ts';

test.each([
  ['nothing', ''],
  ['spaces and lines', ' \t\n\u00a0\u3000\u2003\u2028'],
  ['zero-width characters', '\u200b\u200c\u200d\u2060\ufeff'],
  ['marks of direction', '\u200e\u200f\u202a\u202e\u2066\u2069\u061c'],
  ['Hangul fillers', '\u3164\u115f\u1160\uffa0'],
  ['the braille blank', '\u2800'],
  ['soft hyphens', '\u00ad'],
  ['variation selectors', '\ufe0f\u180b\u{e0100}'],
  ['tags', '\u{e0001}\u{e0068}\u{e0069}\u{e007f}'],
  ['combining marks without a letter', '\u0301\u0489\u20dd \u0e48'],
  ['control characters', '\u0001\u0085\u009f'],
  ['blank symbols', '\ufffc\u{1d159}\u{13441}'],
  ['invisible mathematics', '\u2061\u2062\u2063\u2064'],
])('%s isn’t visible', (_, text) => {
  expect(hasVisibleText(text)).toBe(false);
});

test.each([
  'a',
  '.',
  '한',
  'ก็',
  '⠁',
  '👩\u200d🔬',
  '🇪🇺',
  '❤\ufe0f',
  '1\ufe0f\u20e3',
  '—',
  'é'.normalize('NFD'),
  '\u200b!',
  '\u0627\u0651',
])('%j is visible', (text) => {
  expect(hasVisibleText(text)).toBe(true);
});
