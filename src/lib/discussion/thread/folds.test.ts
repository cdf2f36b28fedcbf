import { expect, test } from 'vitest';
import { foldsOf, MAX_FOLDS, rememberFold } from './folds.ts';

function memory() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

test('a tab remembers what is collapsed, by verdict, until it is expanded', () => {
  const tab = memory();
  rememberFold('v', 'a', true, tab);
  rememberFold('v', 'b', true, tab);
  rememberFold('w', 'c', true, tab);
  rememberFold('v', 'a', false, tab);
  expect([foldsOf('v', tab), foldsOf('w', tab), foldsOf('x', tab)]).toEqual([['b'], ['c'], []]);
});

test('it remembers the last ones only, and nothing in a browser that keeps nothing', () => {
  const tab = memory();
  for (let i = 0; i <= MAX_FOLDS; i++) rememberFold('v', String(i), true, tab);
  expect([foldsOf('v', tab).length, foldsOf('v', tab)[0]]).toEqual([MAX_FOLDS, '1']);
  const refusing = {
    getItem: () => {
      throw new Error('denied');
    },
    setItem: () => {
      throw new Error('denied');
    },
  };
  rememberFold('v', 'a', true, refusing);
  expect(foldsOf('v', refusing)).toEqual([]);
});
