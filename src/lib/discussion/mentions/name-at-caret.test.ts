import { expect, test } from 'vitest';
import { mergedNames, nameAtCaret } from './name-at-caret.ts';

/** `|` is the caret, `[` and `]` the ends of a selection. */
function at(text: string): string | null {
  const start = text.search(/[|[]/);
  const value = text.replace(/[|[\]]/g, '');
  const selected = /\[(.*)\]/.exec(text)?.[1] ?? '';
  return nameAtCaret({ value, selectionStart: start, selectionEnd: start + selected.length });
}

test.each([
  ['@a|', 'a'],
  ['See @Ada_L|', 'Ada_L'],
  ['(@ada|)', 'ada'],
  ['one\n@ad|a', 'ad'],
  ['> @a|', 'a'],
])('in %j a name is being typed: %s', (text, name) => {
  expect(at(text)).toBe(name);
});

test.each(['@|', 'x@ada|', '@ada |', '@ada.|', 'https://x.example/@a|', '@[ada]', `@${'a'.repeat(25)}|`, ''])(
  'in %j none is',
  (text) => {
    expect(at(text)).toBeNull();
  },
);

test('people of the thread come first, each name once, and the list is short', () => {
  expect(mergedNames('A', ['grace', 'ada', 'ada', 'alan'], ['aaron', 'ada', 'abby'], 4)).toEqual([
    'ada',
    'alan',
    'aaron',
    'abby',
  ]);
});
