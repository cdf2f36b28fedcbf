import { expect, test } from 'vitest';
import { sectionIds } from './section-id.ts';

test('every section of a verdict has a unique id, even if a heading looks like a numbered id', () => {
  const idOf = sectionIds();
  const ids = ['The Verdict', 'THE VERDICT', 'The Verdict 2', 'The verdict', '', '?', 'Вывод'].map(idOf);
  expect(ids).toEqual([
    'the-verdict',
    'the-verdict-2',
    'the-verdict-2-2',
    'the-verdict-3',
    'text',
    'text-2',
    'вывод',
  ]);
});
