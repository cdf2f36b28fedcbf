import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commentView } from '../../../../tests/support/comment.ts';
import { keptInMemory } from '../../../../tests/support/kept-in-memory.ts';
import { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { draftPlace } from './keys.ts';
import { Outbox } from './outbox.svelte.ts';
import { draftsAt } from './saved-drafts.ts';
import { unsentOn } from './unsent.ts';

const TOP = commentView('top', 1, { replies: 1 });

/** A reader on a page with one comment. */
function open() {
  const discussion = new Discussion({
    slug: 'v',
    viewer: () => ({ username: 'ada', role: 'reader' }),
    sort: 'newest',
    items: [TOP],
    next: null,
    moreReplies: {},
    following: {},
    seq: 1,
    total: 1,
    claims: [],
  });
  return { discussion, thread: discussion.thread, outbox: new Outbox(discussion) };
}

const textsAt = (parentId: string | null) =>
  draftsAt('ada', draftPlace('v', parentId)).map(({ text }) => text);

function answer(status: number, body: object, headers: Record<string, string> = {}) {
  const fetched = vi.fn(() => Promise.resolve(new Response(JSON.stringify(body), { status, headers })));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

/** Sends a comment that gets no answer. */
async function fail(outbox: Outbox, parentId: string | null) {
  const { node, delivered } = outbox.post('Not so fast.', parentId)!;
  await delivered;
  expect(node.sending?.state).toBe('failed');
  return node;
}

beforeEach(() => {
  keptInMemory();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
});
afterEach(() => vi.unstubAllGlobals());

test('a reply that couldn’t be sent returns to the composer below its parent', async () => {
  const { thread, outbox } = open();
  const node = await fail(outbox, 'top');
  expect(thread.find('top')!.replies).toEqual([node]);
  outbox.restoreDraft(node);
  expect(thread.find('top')!.replies).toEqual([]);
  expect(thread.find('top')!.form).toBe('reply');
  expect(textsAt('top')).toEqual(['Not so fast.']);
});

test('it returns to the top composer if its parent was removed', async () => {
  const { thread, discussion, outbox } = open();
  const node = await fail(outbox, 'top');
  discussion.apply([{ ...TOP, seq: 2, status: 'removed', html: null, body: null }]);
  outbox.restoreDraft(node);
  expect(thread.find('top')!.form).toBeNull();
  expect([textsAt(null), discussion.restoredDrafts]).toEqual([['Not so fast.'], 1]);
});

for (const [what, act] of [
  ['returned to its composer', 'restoreDraft'],
  ['discarded', 'discard'],
] as const)
  test(`a text that was ${what} is not sent again on a later visit`, async () => {
    const { outbox } = open();
    outbox[act](await fail(outbox, null));
    const later = open();
    later.outbox.resume();
    expect(later.thread.roots.length).toBe(1);
  });

for (const status of [422, 403, 401, 409, 500])
  test(`a text refused with ${status} waits in its composer, and is never sent again by itself`, async () => {
    const fetched = answer(status, { code: 'refused', detail: 'Write something new.' });
    const { discussion, outbox } = open();
    await outbox.post('Refused.', null)!.delivered;
    expect(discussion.thread.roots.map(({ comment }) => comment.id)).toEqual(['top']);
    expect(draftsAt('ada', draftPlace('v', null))).toMatchObject([
      { text: 'Refused.', fault: 'Write something new.' },
    ]);
    outbox.retryAll();
    open().outbox.resume();
    expect(fetched).toHaveBeenCalledOnce();
  });

for (const status of [429, 502, 503, 504])
  test(`a text that got a ${status} is sent again by a later page, with the same nonce`, async () => {
    answer(status, {}, { 'retry-after': '30' });
    const { outbox } = open();
    const { node, delivered } = outbox.post('Later.', null)!;
    await delivered;
    const { nonce } = node.comment;
    expect(unsentOn('v', 'ada')).toHaveLength(1);
    const fetched = answer(429, {});
    open().outbox.resume();
    expect(
      JSON.parse((fetched.mock.calls as unknown as [string, RequestInit][])[0]![1].body as string),
    ).toEqual({ body: 'Later.', parentId: null, nonce });
  });

test('a text that has to wait for hours waits in its composer', async () => {
  answer(429, { detail: 'You have written enough for today.' }, { 'retry-after': '80000' });
  const { outbox } = open();
  await outbox.post('Too many.', null)!.delivered;
  expect([textsAt(null), unsentOn('v', 'ada')]).toEqual([['Too many.'], []]);
});

test('a comment that arrived and was withdrawn or removed before it was sent again is dropped, and the page says so', async () => {
  for (const [status, body] of [
    [200, commentView('new', 3, { status: 'withdrawn', html: null, body: null })],
    [404, { code: 'comment-not-found' }],
  ] as const) {
    answer(status, body);
    const { discussion, outbox } = open();
    await outbox.post('Not any more.', null)!.delivered;
    expect(discussion.remark).toContain('withdrawn or removed in the meantime');
    expect(discussion.thread.roots.map(({ comment }) => comment.id)).toEqual(['top']);
    expect([textsAt(null), unsentOn('v', 'ada')]).toEqual([[], []]);
  }
});

test('a comment on a passage is sent with its place, and keeps it when it is refused', async () => {
  const { outbox } = open();
  const fetched = answer(422, { code: 'anchor-not-found', detail: 'Not there any more.' });
  const place = {
    section: 'a',
    block: 1,
    start: 2,
    end: 9,
    exact: 'passage',
    prefix: '',
    suffix: '',
    version: 3,
  };
  const anchor = { ...place, quote: 'passage' };
  const { node, delivered } = outbox.post('About it.', null, undefined, anchor)!;
  expect(node.comment.anchor).toEqual(anchor);
  await delivered;
  const [, { body }] = fetched.mock.calls[0] as unknown as [string, { body: string }];
  expect(JSON.parse(body)).toMatchObject({ body: 'About it.', anchor: place });
  expect(JSON.parse(body)).not.toHaveProperty('anchor.quote');
  expect(draftsAt('ada', draftPlace('v', null))).toMatchObject([{ text: 'About it.', anchor }]);
});
