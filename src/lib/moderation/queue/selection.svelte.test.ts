import { expect, test } from 'vitest';
import type { QueueItem } from '#lib/live/events.ts';
import { LiveQueue } from './queue.svelte.ts';
import { CaseSelection } from './selection.svelte.ts';

const COMMENT = { id: 'c', verdict: 'v', title: 'T', status: 'visible', version: 1, excerpt: '' };

test('all cases can be selected except appeals, cases without a comment, and those leaving the list', () => {
  const queue = new LiveQueue();
  const entry = (id: string, more: Partial<QueueItem>, gone: string | null = null) => ({
    item: { id, kind: 'reports', comment: COMMENT, ...more } as QueueItem,
    gone,
  });
  queue.entries = [
    entry('one', {}),
    entry('two', { kind: 'held' }),
    entry('appeal', { kind: 'appeal' }),
    entry('person', { comment: null }),
    entry('left', {}, 'Decided by ivan'),
  ];
  const selection = new CaseSelection(queue);
  selection.select('one', true);
  expect([selection.size, selection.partial, selection.whole]).toEqual([1, true, false]);
  selection.selectAll(true);
  expect([selection.size, selection.partial, selection.whole]).toEqual([2, false, true]);
  expect(['one', 'two', 'appeal', 'person', 'left'].filter((id) => selection.has(id))).toEqual([
    'one',
    'two',
  ]);
  selection.clear();
  expect([selection.size, selection.partial, selection.whole]).toEqual([0, false, false]);
});
