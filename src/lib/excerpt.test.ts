import { expect, test } from 'vitest';
import { excerptOf, plainLine } from './excerpt.ts';

test('a line break or control character in a text becomes a space', () => {
  expect(plainLine('One\r\nBcc: x@example.org\u0000\u0007 two\u2028three')).toBe(
    'One Bcc: x@example.org two three',
  );
});

test('marks that reverse the rest of a line are dropped, letters of right-to-left scripts stay', () => {
  expect(plainLine('\u202Eabc\u202C \u2067שלום\u2069')).toBe('abc שלום');
});

test('an emoji of several code points stays whole', () => {
  expect(plainLine('👩‍🔬 works')).toBe('👩‍🔬 works');
});

test('half a surrogate pair, which XML can’t hold, is replaced', () => {
  expect(plainLine('a\uD83D')).toBe('a\uFFFD');
});

test('a long text is cut after a word', () => {
  expect(excerptOf('One two three four', 10)).toBe('One two…');
  expect(excerptOf('One two', 10)).toBe('One two');
  expect(excerptOf('One two three', 8)).toBe('One two…');
});

test('a text in a script without spaces is cut between words', () => {
  const chinese = '本文讨论自动化对劳动力市场的影响';
  expect(excerptOf(chinese, 12)).toBe('本文讨论自动化对劳动力…');
  expect(excerptOf(chinese, 15)).toBe('本文讨论自动化对劳动力市场的…');
  expect(excerptOf(`See ${chinese}`, 9)).toBe('See 本文讨论…');
});

test('a combining mark stays with its letter, a flag with its halves', () => {
  expect(excerptOf('e\u0301'.repeat(9), 5)).toBe('e\u0301e\u0301…');
  expect(excerptOf('🇪🇺🇪🇺🇪🇺', 6)).toBe('🇪🇺…');
});

test('a word that is longer than the excerpt is cut between letters', () => {
  expect(excerptOf('abcdefghij', 4)).toBe('abcd…');
  expect(excerptOf('👩‍🔬👩‍🔬👩‍🔬', 7)).toBe('👩‍🔬…');
});
