import { expect, test } from 'vitest';
import { MAX_DEPTH } from '#lib/discussion/comment.ts';
import { placeBelow } from './placement.ts';

const target = (depth: number) => ({
  id: 'target',
  parentId: depth === 0 ? null : 'parent',
  rootId: depth === 0 ? null : 'root',
  depth,
});

test('an answer to nobody stands at the top', () => {
  expect(placeBelow(null)).toEqual({ parentId: null, rootId: null, depth: 0, answersId: null });
});

test('a reply stands below what it answers, in that thread', () => {
  expect(placeBelow(target(0))).toEqual({ parentId: 'target', rootId: 'target', depth: 1, answersId: null });
  expect(placeBelow(target(3))).toMatchObject({ parentId: 'target', rootId: 'root', depth: 4 });
});

test('below the deepest level a reply stands beside what it answers and names it', () => {
  expect(placeBelow(target(MAX_DEPTH))).toEqual({
    parentId: 'parent',
    rootId: 'root',
    depth: MAX_DEPTH,
    answersId: 'target',
  });
});
