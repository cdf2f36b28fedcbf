import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commentView } from '../../../../tests/support/comment.ts';
import { keptInMemory } from '../../../../tests/support/kept-in-memory.ts';
import { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { ReaderActions } from './reader-actions.svelte.ts';

const fetched = vi.fn(() => Promise.resolve(new Response('{}', { status: 201 })));
let username: string;
let discussion: Discussion;
let actions: ReaderActions;

beforeEach(() => {
  keptInMemory();
  fetched.mockClear();
  vi.stubGlobal('fetch', fetched);
  username = 'ada';
  discussion = new Discussion({
    slug: 'v',
    viewer: () => ({ username, role: 'reader' }),
    sort: 'newest',
    items: [commentView('top', 1)],
    next: null,
    moreReplies: {},
    following: {},
    seq: 1,
    total: 1,
    claims: [],
  });
  actions = new ReaderActions(discussion);
});
afterEach(() => vi.unstubAllGlobals());

const presses: Record<string, () => Promise<unknown>> = {
  'a comment': () => actions.post('Not as grace.', null),
  'a rating': () => actions.rate(discussion.thread.find('top')!, true),
  'a vote': () => actions.vote('c', 'agree'),
};

test.each(Object.keys(presses))(
  '%s is not sent if someone else has signed in while its code was loaded',
  async (what) => {
    const pressed = presses[what]!();
    username = 'grace';
    expect(await pressed).toBeFalsy();
    expect(fetched).not.toHaveBeenCalled();
    expect(discussion.thread.roots).toHaveLength(1);
  },
);

test('a comment is sent if its writer is still signed in', async () => {
  expect(await actions.post('As ada.', null)).not.toBeNull();
  expect(fetched).toHaveBeenCalledOnce();
});
