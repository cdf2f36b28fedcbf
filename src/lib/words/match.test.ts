import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from './fold.ts';
import { findWord, type Word, type WordAction, type WordKind } from './match.ts';

const word = (text: string, kind: WordKind = 'word', action: WordAction = 'refuse'): Word => ({
  id: `${kind}:${text}`,
  text,
  kind,
  action,
});
const finds = (listed: Word, text: string) => findWord([listed], [text]) !== null;

describe('a word', () => {
  test('is found whole, never inside another', () => {
    for (const text of ['ass', 'An ASS.', '(ass)', 'ass, that', '“ass”', 'ass\nass'])
      expect(finds(word('ass'), text)).toBe(true);
    for (const text of ['class', 'assume', 'as s', 'assé', 'ass_1', ''])
      expect(finds(word('ass'), text)).toBe(false);
  });

  test('of several words is found in that order, with any separators between them', () => {
    for (const text of ['Buy now!', 'buy-now', 'BUY\n now', 'I buy buy now'])
      expect(finds(word('buy now'), text)).toBe(true);
    for (const text of ['now buy', 'buy it now', 'buy', 'buynow'])
      expect(finds(word('buy now'), text)).toBe(false);
  });

  test('is found however it is dressed up', () => {
    for (const text of [
      'ＣＡＳＩＮＯ',
      'ca\u200bsi\u00adno',
      'cas\ufff9ino',
      'ca\u0001sino',
      '𝓬𝓪𝓼𝓲𝓷𝓸',
      'Ⓒasino',
      'caſino',
    ])
      expect(finds(word('casino'), text)).toBe(true);
    expect(finds(word('Straße'), 'STRASSE')).toBe(true);
    expect(finds(word('ΟΔΟΣ'), 'οδός'.normalize('NFD').replace('\u0301', ''))).toBe(true);
    expect(finds(word('ведро'), 'Пустое ВЕДРО.')).toBe(true);
  });

  test('is no pattern: an asterisk in it means nothing', () => {
    expect(finds(word('cas*'), 'casino')).toBe(false);
    expect(finds(word('cas*'), 'cas')).toBe(true);
  });
});

describe('a pattern', () => {
  test('matches any letters at its asterisks, within one word', () => {
    const holds = (pattern: string, text: string) => finds(word(pattern, 'pattern'), text);
    for (const text of ['viagra', 'Viagra!', 'xx viagra-cheap yy']) expect(holds('viagr*', text)).toBe(true);
    expect(holds('viagr*', 'my-viagra')).toBe(false);
    expect(holds('*casino*', 'http://best-casino.example/x')).toBe(true);
    expect(holds('*casino', 'the best-casino.')).toBe(true);
    expect(holds('http*.example/*', '(https://x.example/y)')).toBe(true);
    expect(holds('buy * now', 'Buy pills now')).toBe(true);
    expect(holds('buy * now', 'Buy many pills now')).toBe(false);
    expect(holds('a*b*b', 'ab')).toBe(false);
    expect(holds('a*b*b', 'abb')).toBe(true);
    expect(holds('', 'anything')).toBe(false);
    expect(holds('$$$', '$$$')).toBe(true);
  });

  test('means what a slow, obvious matcher means', () => {
    const obvious = (glob: string, text: string): boolean => {
      if (glob === '') return text === '';
      if (glob[0] === '*')
        return obvious(glob.slice(1), text) || (text !== '' && obvious(glob, text.slice(1)));
      return text !== '' && glob[0] === text[0] && obvious(glob.slice(1), text.slice(1));
    };
    const letters = (alphabet: string) =>
      fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(letters('ab*'), letters('ab'), (glob, text) => {
        expect(finds(word(glob, 'pattern'), text)).toBe(obvious(glob, text));
      }),
      { numRuns: 500 },
    );
  });

  test('made to be slow is not: a backtracking match of these would take longer than any test may', () => {
    const evil = word(`${'a*'.repeat(200)}b`, 'pattern');
    expect(finds(evil, 'a'.repeat(100_000))).toBe(false);
    expect(finds(evil, `${'a'.repeat(100_000)}b`)).toBe(true);
  });
});

test('nothing is found across the border of two texts', () => {
  const across = (listed: Word, ...texts: string[]) => findWord([listed], texts) !== null;
  for (const listed of [word('buy now'), word('buy * now', 'pattern'), word('buy now', 'pattern')]) {
    expect(across(listed, 'What I buy', 'now works.')).toBe(false);
    expect(across(listed, 'What I buy', '', 'now works.')).toBe(false);
  }
  expect(across(word('buy now'), 'Fine.', 'Buy now!')).toBe(true);
});

test('a word is found as it is displayed, whatever its order in memory', () => {
  expect(finds(word('casino'), 'the \u202eonisac\u202c here')).toBe(true);
  expect(finds(word('casino'), 'the onisac here')).toBe(false);
});

test('of several words in one text the gravest decides', () => {
  const listed = [
    word('one', 'word', 'report'),
    word('two', 'word', 'hold'),
    word('three', 'word', 'refuse'),
  ];
  expect(findWord(listed, ['one two three'])?.action).toBe('refuse');
  expect(findWord(listed, ['one two'])?.action).toBe('hold');
  expect(findWord(listed, ['one'])?.action).toBe('report');
  expect(findWord(listed, ['none'])).toBeNull();
});

test('folding twice folds no further', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
    { numRuns: 2000 },
  );
});
