import { beforeEach, expect, test } from 'vitest';
import type { CaseChanged, QueueItem } from '#lib/live/events.ts';
import { LiveQueue } from './queue.svelte.ts';

const COUNTS = { reports: 0, requests: 0, held: 0, appeals: 0 };

function item(id: string, weight: number, more: Partial<QueueItem> = {}): QueueItem {
  return {
    id,
    kind: 'reports',
    weight,
    reportCount: 1,
    requestCount: 0,
    reasons: [{ reason: 'spam', count: 1 }],
    openedAt: `2026-05-0${id.length}T00:00:00.000Z`,
    version: 1,
    leaseHolder: null,
    leasedUntil: null,
    author: 'mallory',
    comment: null,
    ...more,
  };
}

const news = (of: QueueItem, more: Partial<CaseChanged> = {}): CaseChanged => ({
  case: of.id,
  what: 'opened',
  by: null,
  item: of,
  counts: COUNTS,
  ...more,
});

let queue: LiveQueue;
const ids = () => queue.entries.map(({ item: { id } }) => id);

beforeEach(() => {
  queue = new LiveQueue();
  const page = { items: [item('heavy', 5), item('light', 2)], next: null, cursor: undefined };
  queue.load(page, { filter: 'all', reason: undefined, me: 'mary' });
});

test('a new case is inserted by weight', () => {
  queue.apply(news(item('middle', 3)));
  expect(ids()).toEqual(['heavy', 'middle', 'light']);
});

test('while the list is in use, no row moves: new cases wait, decided ones stay greyed out', () => {
  queue.busy = true;
  queue.apply(news(item('middle', 3)));
  queue.apply(news(item('heavy', 5), { what: 'decided', by: 'linus', item: null }));
  queue.apply(news(item('light', 9, { version: 2 }), { what: 'changed' }));
  expect(ids()).toEqual(['heavy', 'light']);
  expect(queue.entries[0]!.gone).toBe('Decided by linus');
  expect(queue.waiting).toHaveLength(1);
  queue.busy = false;
  expect(ids()).toEqual(['light', 'middle']);
  expect(queue.waiting).toEqual([]);
});

test('a lease shows its holder, and an older message is ignored', () => {
  queue.apply(news(item('light', 2, { version: 3, leaseHolder: 'linus' }), { what: 'leased', by: 'linus' }));
  queue.apply(news(item('light', 2, { version: 2 }), { what: 'changed' }));
  expect(queue.entries[1]!.item.leaseHolder).toBe('linus');
});

test('a case that doesn’t match the filter isn’t shown, and leaves when it no longer matches', () => {
  queue.load(
    { items: [item('heavy', 5)], next: null, cursor: undefined },
    { filter: 'reports', reason: 'spam', me: 'mary' },
  );
  queue.apply(news(item('held', 9, { kind: 'held' })));
  queue.apply(news(item('hate', 9, { reasons: [{ reason: 'hate', count: 1 }] })));
  expect(ids()).toEqual(['heavy']);
  queue.apply(news(item('heavy', 5, { kind: 'held', version: 2 }), { what: 'changed' }));
  expect(ids()).toEqual([]);
});

test('a case that belongs on another page stays there', () => {
  queue.load(
    { items: [item('heavy', 5), item('light', 2)], next: 'more', cursor: 'some' },
    { filter: 'all', reason: undefined, me: 'mary' },
  );
  queue.apply(news(item('heaviest', 9)));
  queue.apply(news(item('lightest', 1)));
  queue.apply(news(item('middle', 3)));
  expect(ids()).toEqual(['heavy', 'middle', 'light']);
});

test('a waiting case that is decided is removed', () => {
  queue.busy = true;
  queue.apply(news(item('middle', 3)));
  queue.apply(news(item('middle', 3), { what: 'decided', by: 'linus', item: null }));
  expect(queue.waiting).toEqual([]);
});
