import { expect, test } from 'vitest';
import { matchKey } from '#lib/verdicts/match-key.ts';
import { slugOf } from './slug.ts';

test.each([
  ['GPTs are GPTs: An Early Look', 'gpts-are-gpts-an-early-look'],
  ['L’économie du café', 'leconomie-du-cafe'],
  ['Труд и капитал', 'труд-и-капитал'],
  ['自动化与劳动', '自动化与劳动'],
  ['Ångström & Öl', 'angstrom-ol'],
  ['?!…', ''],
])('the slug of “%s” is “%s”', (text, slug) => {
  expect(slugOf(text, 80)).toBe(slug);
});

test('a long slug is cut between words, and never inside a letter', () => {
  expect(slugOf('one two three four', 10)).toBe('one-two');
  expect(slugOf('one two three four', 13)).toBe('one-two-three');
  expect(slugOf('incomprehensibilities everywhere', 10)).toBe('incomprehe');
  expect(slugOf('𠀀𠀁𠀂', 5)).toBe('𠀀𠀁');
});

test('folded, texts that differ only in case, spaces and punctuation are one; other words are not', () => {
  expect(matchKey('“Ecosystem  robustness” is a goal.')).toBe(matchKey('"Ecosystem robustness" is a Goal'));
  expect(matchKey('Partial truth.')).not.toBe(matchKey('Partial lie.'));
  expect(matchKey('Половина правды')).not.toBe(matchKey('Половина лжи'));
});
