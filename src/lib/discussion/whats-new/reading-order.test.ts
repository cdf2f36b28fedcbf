import { expect, test } from 'vitest';
import { inReadingOrder } from './reading-order.ts';

const at = (seq: number) => seq.toString(16).padStart(8, '0');
const root = (id: string, seq: number, score: number, groundScore: number) => ({
  ...{ id, path: at(seq), score, groundScore },
});

test('new comments are read in the order of the page, each thread as a whole', () => {
  const reply = { id: 'a1', path: at(1) + at(4), score: 0.9, groundScore: 0.2 };
  const comments = [root('a', 1, 0.9, 0.2), root('b', 2, 0.1, 0.7), root('c', 3, 0.1, 0.2), reply];
  const order = (sort: Parameters<typeof inReadingOrder>[1]) =>
    inReadingOrder(comments, sort).map(({ id }) => id);
  expect(order('newest')).toEqual(['c', 'b', 'a', 'a1']);
  expect(order('oldest')).toEqual(['a', 'a1', 'b', 'c']);
  expect(order('top')).toEqual(['a', 'a1', 'c', 'b']);
  expect(order('common-ground')).toEqual(['b', 'c', 'a', 'a1']);
});
