import { expect, test } from 'vitest';
import { MAX_DEPTH } from '#lib/discussion/comment.ts';
import { placeBelow } from './placement.ts';

const target = (depth: number) => ({
  id: 'target',
  parentId: depth === 0 ? null : 'parent',
  rootId: depth === 0 ? null : 'root',
  depth,
});

test('a comment without a target is at the top level', () => {
  expect(placeBelow(null)).toEqual({ parentId: null, rootId: null, depth: 0, answersId: null });
});

test('a reply is placed below its target', () => {
  expect(placeBelow(target(0))).toEqual({ parentId: 'target', rootId: 'target', depth: 1, answersId: null });
  expect(placeBelow(target(3))).toMatchObject({ parentId: 'target', rootId: 'root', depth: 4 });
});

test('at the deepest level a reply is placed beside its target and names it', () => {
  expect(placeBelow(target(MAX_DEPTH))).toEqual({
    parentId: 'parent',
    rootId: 'root',
    depth: MAX_DEPTH,
    answersId: 'target',
  });
});
