import { expect, test } from 'vitest';
import type { QueueRow } from './queue.store.server.ts';
import { queueItem } from './queue-view.ts';

test('the queue quotes whole words of a comment, and says that there is more', () => {
  const comment = { commentId: 'c', slug: 'v', title: 'T', status: 'visible', commentVersion: 1 };
  const row = { openedAt: new Date(0), leasedUntil: null, reasons: [], ...comment };
  const excerpt = (beginning: string) =>
    queueItem({ ...row, beginning } as unknown as QueueRow, new Date(0)).comment?.excerpt;
  expect(excerpt('Short.')).toBe('Short.');
  expect(excerpt(`${'word '.repeat(47)}incomprehensible`)).toBe(`${'word '.repeat(47)}`.trim() + '…');
});
