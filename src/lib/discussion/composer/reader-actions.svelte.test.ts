import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commentView } from '../../../../tests/support/comment.ts';
import { keptInMemory } from '../../../../tests/support/kept-in-memory.ts';
import { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { draftKey, saveDraft, savedDraft } from './saved-text.ts';
import { ReaderActions } from './reader-actions.svelte.ts';
import { PATIENCE } from '../../../../tests/support/patience.ts';

const TOP = commentView('top', 1, { replies: 1 });

/** A reader without a network, on a page with one comment. */
function offline() {
  const discussion = new Discussion({
    slug: 'v',
    viewer: () => ({ username: 'ada', role: 'reader' }),
    sort: 'newest',
    items: [TOP],
    next: null,
    moreReplies: {},
    seq: 1,
    total: 1,
    claims: [],
  });
  return { discussion, thread: discussion.thread, actions: new ReaderActions(discussion) };
}

async function fail(actions: ReaderActions, parentId: string | null) {
  const node = actions.post('Not so fast.', parentId)!;
  await vi.waitFor(() => expect(node.sending?.state).toBe('failed'), PATIENCE);
  return node;
}

beforeEach(() => {
  keptInMemory();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
});
afterEach(() => vi.unstubAllGlobals());

test('a reply that couldn’t be sent returns to the composer below its parent', async () => {
  const { thread, discussion, actions } = offline();
  const node = await fail(actions, 'top');
  expect(thread.find('top')!.replies).toEqual([node]);
  actions.restoreDraft(node);
  expect(thread.find('top')!.replies).toEqual([]);
  expect(thread.find('top')!.form).toBe('reply');
  expect([savedDraft(draftKey('v', 'top')), discussion.restoredDrafts]).toEqual(['Not so fast.', 0]);
});

test('it returns to the top composer if its parent was removed, below the text there', async () => {
  const { thread, discussion, actions } = offline();
  const node = await fail(actions, 'top');
  discussion.apply([{ ...TOP, seq: 2, status: 'removed', html: null, body: null }]);
  saveDraft(draftKey('v', null), 'Written before.');
  actions.restoreDraft(node);
  expect(thread.find('top')!.form).toBeNull();
  expect(savedDraft(draftKey('v', null))).toBe('Written before.\n\nNot so fast.');
  expect(discussion.restoredDrafts).toBe(1);
});

test('a text returned to its composer is not sent again on a later visit', async () => {
  const { thread, actions } = offline();
  const node = await fail(actions, null);
  actions.restoreDraft(node);
  const later = offline();
  later.actions.resume();
  expect([thread.roots.length, later.thread.roots.length]).toEqual([1, 1]);
});
