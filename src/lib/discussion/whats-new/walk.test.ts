import { expect, test } from 'vitest';
import type { NewComment } from './new-comments.ts';
import { inPageOrder, Walk } from './walk.ts';

const at = (...seqs: number[]): NewComment => ({
  id: seqs.join('.'),
  path: seqs.map((seq) => seq.toString(16).padStart(8, '0')).join(''),
});
const roots = [9, 5, 2].map((seq) => at(seq).path);
const comments = [at(2, 11), at(5, 6, 12), at(5, 10), at(1, 14), at(9, 13)];
const idOf = (comment?: NewComment) => comment?.id;

test('comments are in the order of the page: its threads from the top, then threads that it doesn’t show', () => {
  expect(inPageOrder(comments, roots).map(idOf)).toEqual(['9.13', '5.6.12', '5.10', '2.11', '1.14']);
});

test('each is visited once, in both directions, also those that arrive above', () => {
  const walk = new Walk();
  const next = () => idOf(walk.next(comments, roots));
  expect([next(), next(), next()]).toEqual(['9.13', '5.6.12', '5.10']);
  expect(idOf(walk.previous(comments, roots))).toBe('5.6.12');
  comments.push(at(9, 15));
  expect([next(), next(), next(), next()]).toEqual(['2.11', '1.14', '9.15', undefined]);
});

test('the step after a comment that is no longer marked goes on from its place', () => {
  const walk = new Walk();
  const [first, second] = [at(9, 13), at(5, 10)];
  walk.next([first, second], roots);
  expect(idOf(walk.next([second], roots))).toBe(second.id);
  expect(walk.previous([second], roots)).toBeUndefined();
});
