import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_TERMS, parseQuery, plainText } from './query.ts';

const words = (typed: string) =>
  parseQuery(typed)
    .groups.map((group) => group.map(({ text, excluded }) => (excluded ? `-${text}` : text)).join('+'))
    .join('|');

test.each([
  ['cats', 'cats'],
  ['big cats', 'big+cats'],
  ['"big cats" dogs', 'big cats+dogs'],
  ['“big cats” dogs', 'big cats+dogs'],
  ['cats -dogs', 'cats+-dogs'],
  ['cats -"big dogs"', 'cats+-big dogs'],
  ['cats or dogs', 'cats|dogs'],
  ['cats OR big dogs', 'cats|big+dogs'],
  ['"cats or dogs"', 'cats or dogs'],
  ['"unbalanced cats', 'unbalanced cats'],
  ['cats" dogs', 'cats+dogs'],
  ['e-mail', 'e-mail'],
  ['what:ever', 'what:ever'],
  ['is:true', 'is true'],
  ['in:space', 'in space'],
  ['the cat is on the mat', 'cat+mat'],
  ['"to be" the cat', 'to be+cat'],
  ['to be or not to be', 'to+be+not+to+be'],
  ['cats or', 'cats'],
  ['or cats', 'cats'],
  ['cats or -dogs', 'cats'],
  ['-- -  cats', 'cats'],
  ['%_\\ cats !&|:*()<->', 'cats'],
  ['模型 or ภาษา', '模型|ภาษา'],
])('%j searches for %j', (typed, expected) => {
  expect(words(typed)).toBe(expected);
});

test('operators filter, in any case, with quotes and an @', () => {
  expect(parseQuery('FROM:@Grace source:"arXiv econ.GN" in:Comments is:removed cats')).toMatchObject({
    ...{ from: 'Grace', source: 'arXiv econ.GN', in: 'comments', removed: true },
    groups: [[{ text: 'cats', excluded: false }]],
    hints: [],
  });
  expect(parseQuery('from:"" source:" "')).toMatchObject({ from: null, source: null, hints: ['no-words'] });
});

describe('a query that can’t find anything says why', () => {
  test.each([
    ['', ['no-words']],
    ['!?%', ['no-words']],
    ...['❤', '☕ ⭐', '©', '❶', 'ـ', 'ˈ'].map((typed): [string, string[]] => [typed, ['no-words']]),
    ['😀 ❤', []],
    ['-cats -dogs', ['only-excluded']],
    ['-cats or -dogs', ['only-excluded']],
    ['from:grace', []],
    ['from:grace -cats', ['only-excluded']],
    ['cats', []],
    ['cat dog '.repeat(MAX_TERMS), ['too-many-words']],
  ])('%j', (typed, hints) => {
    expect(parseQuery(typed).hints).toEqual(hints);
  });
});

test('only words without operators may be a part of a title', () => {
  expect(plainText(parseQuery('labour "and the" market from:grace'))).toBe('labour and the market');
  for (const typed of ['', 'a -b', 'cats or dogs', 'from:grace'])
    expect(plainText(parseQuery(typed.replace('a ', 'cat ')))).toBeNull();
});

test('any text is a query within the limits, in which every alternative says what to find', () => {
  const pieces = fc.constantFrom(
    '"',
    '-',
    'or',
    ' ',
    ':',
    'from:',
    'in:',
    'is:removed',
    '\0',
    '\\',
    '%',
    '模',
    '\ud83d',
  );
  const hostile = fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 30 });
  fc.assert(
    fc.property(hostile, (parts) => {
      const { groups } = parseQuery(parts.join(''));
      expect(groups.flat().length).toBeLessThanOrEqual(2 * MAX_TERMS);
      for (const group of groups) expect(group.some(({ excluded }) => !excluded)).toBe(true);
    }),
  );
});

test('ten thousand characters are read in a moment', () => {
  for (const typed of ['"', '-', 'a:', '-"', 'or ', ' '].map((piece) => piece.repeat(10_000)))
    expect(parseQuery(typed).groups.length).toBeLessThanOrEqual(1);
});
