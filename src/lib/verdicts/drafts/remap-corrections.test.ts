import { expect, test } from 'vitest';
import { remapCorrections } from './remap-corrections.ts';
import { withCorrection, isJsonSource } from './draft.ts';

const BEFORE = ['Title', '', 'A heading', 'Some text.', 'No comments yet'];

test('a correction follows its line past lines that were added or removed above it', () => {
  const corrections = [
    { line: 3, as: 'heading' },
    { line: 5, as: 'furniture' },
  ] as const;
  const added = ['Source', ...BEFORE];
  expect(remapCorrections([...corrections], BEFORE, added)).toEqual([
    { line: 4, as: 'heading' },
    { line: 6, as: 'furniture' },
  ]);
  const removed = BEFORE.slice(2);
  expect(remapCorrections([...corrections], BEFORE, removed)).toEqual([
    { line: 1, as: 'heading' },
    { line: 3, as: 'furniture' },
  ]);
});

test('the correction of a line that is gone or reworded goes', () => {
  const after = ['Title', '', 'Another heading', 'Some text.', 'No comments yet'];
  expect(remapCorrections([{ line: 3, as: 'heading' }], BEFORE, after)).toEqual([]);
});

test('of a wholly different long text nothing is carried, quickly', () => {
  const lines = (word: string) => Array.from({ length: 10_000 }, (_, i) => `${word} ${i}`);
  expect(remapCorrections([{ line: 3, as: 'text' }], lines('old'), lines('new'))).toEqual([]);
});

test('a line has one correction, the last one, until it is undone', () => {
  const once = withCorrection([], [4, 2, 4], 'heading');
  expect(once).toEqual([
    { line: 2, as: 'heading' },
    { line: 4, as: 'heading' },
  ]);
  const twice = withCorrection(once, [4], 'text');
  expect(twice).toEqual([
    { line: 2, as: 'heading' },
    { line: 4, as: 'text' },
  ]);
  expect(withCorrection(twice, [2, 4, 9], 'undo')).toEqual([]);
});

test('a source is JSON by its file’s name or by how it begins', () => {
  expect(isJsonSource('not yet', 'verdict.json')).toBe(true);
  expect(isJsonSource(' {\n "title": 1}', null)).toBe(true);
  expect(isJsonSource('{curly} words', 'page.txt')).toBe(false);
});
