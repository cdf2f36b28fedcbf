import { expect, test } from 'vitest';
import type { CommentView } from '#lib/live/events.ts';
import { commentView } from '../../../../tests/support/comment.ts';
import { Margin, type FoundComments } from './margin.svelte.ts';
import { placeIn } from './place-of.ts';

const at = (block: number) => ({ section: 'a', quote: 'q', block, start: 0, end: 1, version: 1, checked: 1 });
const on = (id: string, block: number, more: object = {}) =>
  commentView(id, 1, { anchor: at(block), html: '<p>x</p>', ...more });
const PAGE = { version: 1, blocks: Array.from({ length: 4 }, () => [{ at: 0, length: 20 }]) };
const found = (items: CommentView[], more: Partial<FoundComments> = {}): FoundComments => ({
  ...{ items, next: null, count: items.length, version: 1, ...more },
});
const ids = ({ items }: Margin) => items.map(({ id }) => id);

test('a comment that arrives in the block is last, so that nothing moves; others aren’t shown', () => {
  const margin = new Margin({ section: 'a', block: 1 }, PAGE);
  margin.show(found([on('first', 1)]));
  margin.hear(on('elsewhere', 2));
  margin.hear(on('lost', 1, { anchor: { ...at(1), version: 0, state: 'lost' } }));
  margin.hear(on('moved away', 1, { anchor: { ...at(1), version: 0, at: at(3) } }));
  margin.hear(on('second', 1));
  expect(ids(margin)).toEqual(['first', 'second']);
});

test('one that arrives before the others are loaded stays', () => {
  const margin = new Margin({ section: 'a', block: 1 }, PAGE);
  margin.hear(on('early', 1));
  margin.show(found([on('first', 1)]));
  expect(ids(margin)).toEqual(['first', 'early']);
});

test('an edited comment changes in its place, and one that readers may not see any more goes', () => {
  const margin = new Margin({ section: 'a', block: 1 }, PAGE);
  margin.show(found([on('one', 1), on('two', 1)]));
  margin.hear(on('one', 1, { html: '<p>edited</p>' }));
  expect(margin.items[0]!.html).toBe('<p>edited</p>');
  margin.hear(on('one', 1, { status: 'removed', html: null, anchor: null }));
  expect(ids(margin)).toEqual(['two']);
});

test('comments on the same block of another version are others, and aren’t shown', () => {
  const margin = new Margin({ section: 'a', block: 1 }, PAGE);
  margin.show(found([on('of version 2', 1)], { version: 2 }));
  margin.hear(on('posted there', 1, { anchor: { ...at(1), version: 2, checked: 2 } }));
  expect([margin.state, ids(margin)]).toEqual(['edited', []]);
});

test('a page that is open since before an edit has a passage where it was, not where it is in the new version', () => {
  const { section, start, end } = at(1);
  const moved = { ...at(1), checked: 2, state: 'moved' as const, at: { section, block: 3, start, end } };
  expect(placeIn(1, moved)).toEqual({ section, block: 1, start, end });
  expect(placeIn(2, moved)).toEqual({ section, block: 3, start, end });
  expect(placeIn(1, { ...at(1), state: 'lost', checked: 2 })).toMatchObject({ block: 1 });
  expect(placeIn(1, { ...at(1), version: 2, checked: 2 })).toBeNull();
});

test('comments on what was pressed come first, the shortest passage before a whole paragraph', () => {
  const part = (start: number, end: number, block = 1) => ({ anchor: { ...at(block), start, end } });
  const margin = new Margin({ ...at(1), start: 5, end: 8 }, PAGE);
  const items = [on('across', 0, part(18, 23, 0)), on('whole', 1, part(0, 20)), on('part', 1, part(4, 9))];
  margin.show(found([...items, on('later', 1, part(10, 12))]));
  expect(ids(margin)).toEqual(['part', 'whole', 'across', 'later']);
  expect(margin.firstOther).toBe('across');
  margin.hear(on('live', 1, part(5, 6)));
  expect(ids(margin).at(-1)).toBe('live');
  const all = new Margin({ section: 'a', block: 1 }, PAGE);
  all.show(found(items));
  expect([ids(all), all.firstOther]).toEqual([['across', 'whole', 'part'], undefined]);
});

test('replies are those loaded and those that arrive; their number counts each new one once', () => {
  const reply = (id: string, parentId: string, more: object = {}) =>
    commentView(id, 2, { parentId, html: '<p>x</p>', born: 2, ...more });
  const margin = new Margin({ section: 'a', block: 1 }, PAGE);
  margin.show(found([on('one', 1, { replies: 1 })]));
  margin.hear(reply('b', 'one'));
  margin.hear(reply('b', 'one'));
  margin.hear(reply('old', 'one', { born: 1 }));
  margin.hear(on('one', 1, { replies: 3, seq: 3 }));
  margin.hear(reply('c', 'one', { born: 3, seq: 3 }));
  expect([margin.items[0]!.replies, margin.replies.size]).toEqual([3, 0]);
  margin.showReplies('one', [reply('a', 'one'), reply('b', 'one')]);
  margin.hear(reply('below', 'b'));
  margin.hear(reply('elsewhere', 'two'));
  margin.hear(reply('a', 'one', { status: 'removed', html: null }));
  expect(margin.replies.get('one')?.map(({ id }) => id)).toEqual(['b', 'below']);
  expect(ids(margin)).toEqual(['one']);
});

test('without others, one that arrives on what was pressed isn’t one of them', () => {
  const margin = new Margin(at(1), PAGE);
  margin.show(found([on('first', 1)]));
  margin.hear(on('second', 1));
  expect(margin.firstOther).toBeUndefined();
});

test('one on a passage that goes on in the block is shown, too', () => {
  const margin = new Margin({ section: 'a', block: 1 }, PAGE);
  margin.hear(on('begins above', 0, { anchor: { ...at(0), start: 18, end: 23 } }));
  margin.hear(on('is below', 2));
  expect(ids(margin)).toEqual(['begins above']);
});

test('older ones are last, and count before they are loaded', () => {
  const margin = new Margin({ section: 'a', block: 1 }, PAGE);
  margin.show(found([on('new', 1)], { next: 'cursor', count: 3 }));
  margin.hear(on('live', 1));
  expect([margin.count, margin.next]).toEqual([4, 'cursor']);
  margin.showOlder(found([on('old', 1), on('oldest', 1)], { count: 3 }));
  expect([ids(margin), margin.count, margin.next]).toEqual([['new', 'live', 'old', 'oldest'], 4, null]);
});
