import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import type { CommentView } from '#lib/live/events.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { EDIT_WINDOW, MAX_EDITS } from '#lib/discussion/comment.ts';
import { editComment } from './edit-comment.server.ts';
import { saveEdit } from '#lib/discussion/store/edit.store.server.ts';
import { ThreadChange } from '#lib/discussion/store/thread-change.store.server.ts';
import { findComment, findHistory } from '#lib/discussion/reading/find-comment.server.ts';
import { listComments } from '#lib/discussion/reading/list-comments.server.ts';
import { postComment } from './post-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { withdrawComment } from './withdraw-comment.server.ts';

await freshDatabase({ limits: 'off' });

let now = new Date('2026-05-22T09:00:00Z');
let ada: Actor;
let grace: Actor;
let mary: Actor;
let linus: Actor;
let slug: string;
let title = 0;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
  [mary, linus] = [await enter('mary', 'moderator'), await enter('linus', 'admin')];
});
beforeEach(async () => {
  // An hour between tests, so that two tests may post the same text.
  now = new Date(now.getTime() + 60 * 60 * 1000);
  ({ slug } = await publish(`On changing one’s mind, part ${++title}`));
});

async function post(body: string, parentId?: string, actor = ada): Promise<CommentView> {
  return (await postComment(slug, { body, parentId, nonce: randomUUID() }, { actor, now })).comment;
}
const page = (actor: Actor | null = null) =>
  listComments(slug, { sort: 'oldest', limit: 50 }, { actor, now });

describe('an edit', () => {
  test('replaces the text and keeps the old one', async () => {
    const { id } = await post('First.');
    const edited = await editComment(id, { body: 'Second.', version: 1 }, { actor: ada, now });
    expect(edited).toMatchObject({ body: 'Second.', version: 2, seq: 2, editedAt: now.toISOString() });
    const { items } = await findHistory(id, null);
    expect(items.map(({ version, body }) => [version, body])).toEqual([
      [1, 'First.'],
      [2, 'Second.'],
    ]);
  });

  test('of an outdated version is refused with the current comment', async () => {
    const { id } = await post('First.');
    await editComment(id, { body: 'Second.', version: 1 }, { actor: ada, now });
    const late = editComment(id, { body: 'Third.', version: 1 }, { actor: ada, now });
    await expect(late).rejects.toMatchObject({
      code: 'comment-changed',
      details: { state: { body: 'Second.' } },
    });
    expect((await page()).seq).toBe(2);
  });

  test('from two tabs at once: one wins', async () => {
    const { id } = await post('First.');
    const tries = ['A.', 'B.'].map((body) => editComment(id, { body, version: 1 }, { actor: ada, now }));
    const settled = await Promise.allSettled(tries);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await findComment(id, { actor: null, now })).version).toBe(2);
  });

  test('is refused beyond the limit, also if edits run at once', async () => {
    const { id } = await post('First.');
    await db().comment.update({ where: { id }, data: { version: MAX_EDITS } });
    const edit = (body: string, version: number) => editComment(id, { body, version }, { actor: ada, now });
    const settled = await Promise.allSettled(['A.', 'B.', 'C.', 'D.'].map((body) => edit(body, MAX_EDITS)));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(edit('E.', MAX_EDITS + 1)).rejects.toMatchObject({ code: 'edited-too-often' });
    expect(await db().commentRevision.count({ where: { commentId: id } })).toBe(1);
    expect((await findComment(id, { actor: ada, now })).mine).toMatchObject({ canEdit: false });
  });

  test('over the limit is also refused by the database', async () => {
    const { id } = await post('First.');
    const { verdictId } = await db().comment.update({ where: { id }, data: { version: MAX_EDITS + 1 } });
    const text = { body: 'Second.', html: '<p>Second.</p>', withhold: false, now };
    const edit = { id, authorId: ada.id, version: MAX_EDITS + 1, ...text };
    const write = ThreadChange.run(verdictId, (thread) => saveEdit(thread, edit));
    await expect(write).rejects.toMatchObject({ code: 'comment-changed' });
  });

  test('to the same text changes nothing', async () => {
    const { id } = await post('First.');
    await editComment(id, { body: 'First.', version: 1 }, { actor: ada, now });
    expect((await page()).seq).toBe(1);
  });

  test('by another reader, or a day later, is refused', async () => {
    const { id } = await post('First.');
    const edit = { body: 'Second.', version: 1 };
    await expect(editComment(id, edit, { actor: grace, now })).rejects.toMatchObject({ code: 'not-yours' });
    await expect(editComment(id, edit, { actor: null, now })).rejects.toMatchObject({
      code: 'sign-in-first',
    });
    const tomorrow = new Date(now.getTime() + EDIT_WINDOW + 1);
    await expect(editComment(id, edit, { actor: ada, now: tomorrow })).rejects.toMatchObject({
      code: 'too-late-to-edit',
    });
  });
});

describe('a withdrawal', () => {
  test('removes a comment without replies from the page', async () => {
    const { id } = await post('Never mind.');
    await withdrawComment(id, { actor: ada, now });
    expect(await page()).toMatchObject({ items: [], seq: 2 });
    await expect(findComment(id, { actor: null, now })).rejects.toMatchObject({ code: 'comment-not-found' });
  });

  test('leaves a tombstone above replies, without text and name', async () => {
    const top = await post('Never mind.');
    await post('But I do.', top.id, grace);
    await withdrawComment(top.id, { actor: ada, now });
    const [tombstone, reply] = (await page(ada)).items;
    expect(tombstone).toMatchObject({
      status: 'withdrawn',
      body: null,
      html: null,
      author: null,
      replies: 1,
    });
    expect(reply).toMatchObject({ body: 'But I do.' });
  });

  test('of the last reply also removes the tombstones above it, with the same seq', async () => {
    const top = await post('A.');
    const middle = await post('B.', top.id, grace);
    const leaf = await post('C.', middle.id);
    await withdrawComment(top.id, { actor: ada, now });
    await withdrawComment(middle.id, { actor: grace, now });
    expect((await page()).items).toHaveLength(3);
    await withdrawComment(leaf.id, { actor: ada, now });
    expect((await page()).items).toEqual([]);
    const rows = await db().comment.findMany({
      where: { verdict: { slug } },
      select: { seq: true, replies: true },
    });
    expect(new Set(rows.map(({ seq }) => seq))).toEqual(new Set([6]));
    expect(rows.every(({ replies }) => replies === 0)).toBe(true);
  });

  test('twice changes nothing, and by another reader is refused', async () => {
    const { id } = await post('Never mind.');
    await expect(withdrawComment(id, { actor: grace, now })).rejects.toMatchObject({ code: 'not-yours' });
    await withdrawComment(id, { actor: ada, now });
    await withdrawComment(id, { actor: ada, now });
    expect((await page()).seq).toBe(2);
  });

  test('lowers the verdict’s comment count, which counts visible comments', async () => {
    const { id } = await post('A.');
    await post('B.', id, grace);
    await withdrawComment(id, { actor: ada, now });
    const { commentCount } = await db().verdict.findUniqueOrThrow({ where: { slug } });
    expect(commentCount).toBe(1);
  });

  test('makes the history unreadable', async () => {
    const top = await post('Never mind.');
    await post('But I do.', top.id, grace);
    await withdrawComment(top.id, { actor: ada, now });
    await expect(findHistory(top.id, ada)).rejects.toMatchObject({ code: 'comment-not-found' });
  });
});

/** Puts a comment into any state; the database itself lets none become pending. */
async function force(id: string, status: CommentView['status']): Promise<void> {
  const gone = status === 'withdrawn';
  const data = {
    status,
    moderatedStatus: gone ? 'visible' : status,
    withdrawnAt: gone ? now : null,
  } as const;
  await db().$executeRaw`ALTER TABLE comments DISABLE TRIGGER USER`;
  await db().comment.update({ where: { id }, data });
  await db().$executeRaw`ALTER TABLE comments ENABLE TRIGGER USER`;
}

describe('another reader’s comment', () => {
  const STATUSES = ['visible', 'pending', 'hidden', 'removed', 'withdrawn'] as const;
  const ACTORS = ['anonymous', 'grace', 'mary', 'linus'] as const;

  test.each(
    STATUSES.flatMap((status) =>
      ACTORS.flatMap((who) => [0, 1].map((replies) => ({ status, who, replies }))),
    ),
  )(
    'is as absent for a withdrawal as for an edit: $status, $replies replies, $who',
    async ({ status, who, replies }) => {
      const { id } = await post('Mine.');
      if (replies === 1) await post('A reply.', id, grace);
      await force(id, status);
      const actor = { anonymous: null, grace, mary, linus }[who];
      const codeOf = (attempt: Promise<unknown>) =>
        attempt.then(
          () => 'done',
          (refusal: { code?: string }) => refusal.code,
        );
      const edit = await codeOf(editComment(id, { body: 'Theirs.', version: 1 }, { actor, now }));
      expect(await codeOf(withdrawComment(id, { actor, now }))).toBe(edit);
      expect(['sign-in-first', 'not-yours', 'comment-not-found']).toContain(edit);
    },
  );
});

describe('a rating', () => {
  test('counts once for each reader, can be changed and withdrawn', async () => {
    const { id } = await post('Rate me.');
    const rate = (helpful: boolean | null) => rateComment(id, helpful, { actor: grace, now });
    await rate(true);
    expect(await rate(true)).toMatchObject({ helpful: 1, notHelpful: 0, mine: true });
    expect(await rate(false)).toMatchObject({ helpful: 0, notHelpful: 1, mine: false });
    expect(await rate(null)).toMatchObject({ helpful: 0, notHelpful: 0, mine: null });
  });

  test('accepts a comment id in capitals', async () => {
    const { id } = await post('Rate me.');
    const rated = await rateComment(id.toUpperCase(), true, { actor: grace, now });
    expect(rated).toMatchObject({ helpful: 1, mine: true });
  });

  test('of the reader’s own comment is refused', async () => {
    const { id } = await post('Rate me.');
    await expect(rateComment(id, true, { actor: ada, now })).rejects.toMatchObject({ code: 'own-comment' });
    await expect(rateComment(id, true, { actor: null, now })).rejects.toMatchObject({
      code: 'sign-in-first',
    });
    await expect(rateComment(randomUUID(), true, { actor: ada, now })).rejects.toMatchObject({
      code: 'comment-not-found',
    });
  });

  test('by twenty readers at once counts twenty', async () => {
    const { id } = await post('Rate me.');
    const crowd = await Promise.all(Array.from({ length: 20 }, (_, i) => enter(`reader-${title}-${i}x`)));
    const rated = await Promise.all(crowd.map((actor) => rateComment(id, true, { actor, now })));
    expect(rated.toSorted((a, b) => b.counted - a.counted)[0]).toMatchObject({ helpful: 20 });
    expect(await findComment(id, { actor: null, now })).toMatchObject({ helpful: 20 });
  });

  test('moves a comment up in the order "top"', async () => {
    await post('Plain.');
    const { id } = await post('Better.');
    await post('Last.');
    await rateComment(id, true, { actor: grace, now });
    const { items } = await listComments(slug, { sort: 'top', limit: 50 }, { actor: null, now });
    expect(items.map(({ body }) => body)).toEqual(['Better.', 'Last.', 'Plain.']);
  });
});
