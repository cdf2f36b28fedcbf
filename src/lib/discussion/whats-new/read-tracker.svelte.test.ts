import { beforeEach, expect, test, vi } from 'vitest';
import type { NewComment } from './new-comments.ts';
import { ReadTracker } from './read-tracker.svelte.ts';
import { SavedPosition } from './saved-position.svelte.ts';

const comment = (born: number): NewComment => ({ id: `c${born}`, path: born.toString(16).padStart(8, '0') });
const listed = (...born: number[]) => ({ items: born.map(comment), upTo: 20, more: false });
const marked = (tracker: ReadTracker) => [...tracker.marked.keys()];

let tracker: ReadTracker;
/** A reader who has read up to 10, in a thread whose newest comment is 20. */
beforeEach(() => (tracker = new ReadTracker(10, 10, 20)));

test('the position moves only when everything up to it has been seen, and marks stay for this visit', () => {
  tracker.add(listed(18, 12, 15));
  expect(tracker.position).toBe(11);
  tracker.seen('c18');
  tracker.seen('c15');
  expect(tracker.position).toBe(11);
  tracker.seen('c12');
  expect(tracker.position).toBe(20);
  expect(marked(tracker)).toEqual(['c18', 'c12', 'c15']);
});

test('nothing counts as read before the list of new comments is here', () => {
  expect(tracker.position).toBe(10);
  tracker.arrived(comment(21));
  tracker.seen('c21');
  tracker.add(listed(12));
  expect(tracker.position).toBe(11);
  tracker.seen('c12');
  expect(tracker.position).toBe(21);
});

test('of more new comments than are listed, those not listed stay unread', () => {
  tracker.add({ items: [comment(12), comment(13)], upTo: 13, more: true });
  tracker.arrived(comment(30));
  for (const id of ['c12', 'c13', 'c30']) tracker.seen(id);
  expect(tracker.position).toBe(13);
  tracker.add({ items: [comment(14)], upTo: 30, more: false });
  tracker.seen('c14');
  expect(tracker.position).toBe(30);
});

test('a comment that arrives while the page is open is new until it has been on the screen', () => {
  tracker.add(listed());
  for (const born of [21, 22]) tracker.arrived(comment(born));
  tracker.seen('c21');
  for (const born of [21, 22]) tracker.markArrived(comment(born));
  expect(marked(tracker)).toEqual(['c22']);
  expect(tracker.position).toBe(21);
  tracker.seen('c22');
  expect(marked(tracker)).toEqual([]);
  expect(tracker.position).toBe(22);
});

test('so is one that arrived before the list of new comments was here', () => {
  tracker.add({ items: [comment(12), comment(21)], upTo: 21, more: false });
  for (const id of ['c12', 'c21']) tracker.seen(id);
  expect([marked(tracker), tracker.position]).toEqual([['c12'], 21]);
});

test('a comment that was withdrawn or removed is no longer new, and doesn’t hold the position back', () => {
  tracker.add(listed(12));
  tracker.gone('c12');
  expect([marked(tracker), tracker.position]).toEqual([[], 20]);
});

test('“Mark all as read” covers what the page has heard of', () => {
  tracker.add({ items: [comment(12)], upTo: 12, more: true });
  tracker.arrived(comment(40));
  tracker.readAll();
  expect([marked(tracker), tracker.position, tracker.more]).toEqual([[], 40, false]);
});

test('what another device has read loses its mark here', () => {
  tracker.add(listed(12, 18));
  tracker.readElsewhere(15);
  expect([marked(tracker), tracker.position]).toEqual([['c18'], 17]);
  tracker.readElsewhere(11);
  expect(tracker.position).toBe(17);
});

test('a position is written for the reader whose it is, also once someone else is signed in', () => {
  const send = vi.fn((_path: string, _request: { headers: Record<string, string> }) => Promise.resolve());
  vi.stubGlobal('fetch', send);
  vi.stubGlobal('document', { documentElement: { dataset: { name: 'grace' } } });
  vi.useFakeTimers();
  new SavedPosition('v', { owner: 'ada', seq: 1 }).move(2);
  expect(send.mock.calls[0]![1].headers).toMatchObject({ 'copecheck-viewer': 'ada' });
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
