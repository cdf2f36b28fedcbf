import { expect, test } from 'vitest';
import { commentView } from '../../../../tests/support/comment.ts';
import { isShownAsReply } from './follow-replies.svelte.ts';

test('a reply leaves the page once it can’t be read, isn’t a reply, or has no author', () => {
  const reply = commentView('a', 1, { authorReply: true });
  expect(isShownAsReply(reply)).toBe(true);
  for (const status of ['hidden', 'removed', 'withdrawn'] as const)
    expect(isShownAsReply({ ...reply, status, html: null })).toBe(false);
  // Its author, and moderators, still read it in the thread.
  expect(isShownAsReply({ ...reply, status: 'hidden' })).toBe(false);
  const { authorReply: _, ...unmarked } = reply;
  expect(isShownAsReply(unmarked)).toBe(false);
  expect(isShownAsReply({ ...reply, author: null })).toBe(false);
});
