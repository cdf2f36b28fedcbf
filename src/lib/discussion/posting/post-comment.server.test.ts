import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { findVerdictHead } from '#lib/verdicts/find-verdict.server.ts';
import { MAX_DEPTH } from '#lib/discussion/comment.ts';
import { readRows } from '#lib/discussion/store/comment.store.server.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { insertComments } from '#lib/discussion/store/insert.store.server.ts';
import { listComments } from '#lib/discussion/reading/list-comments.server.ts';
import { placeBelow } from './placement.ts';
import { anchorInput } from '#lib/passages/anchor-input.ts';
import { postComment } from './post-comment.server.ts';
import { withdrawComment } from './withdraw-comment.server.ts';
import { PATIENCE } from '../../../../tests/support/patience.ts';

await freshDatabase({ limits: 'off' });

let now = new Date('2026-05-22T09:00:00Z');
let ada: Actor;
let grace: Actor;
let slug: string;
let title = 0;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
});
beforeEach(async () => {
  // An hour between tests, so that two tests may post the same text.
  now = new Date(now.getTime() + 60 * 60 * 1000);
  ({ slug } = await publish(`On arguing, part ${++title}`));
});

const post = (body: string, parentId?: string, actor: Actor | null = ada) =>
  postComment(slug, { body, parentId, nonce: randomUUID() }, { actor, now });

const page = () => listComments(slug, { sort: 'oldest', limit: 50 }, { actor: null, now });

describe('a comment', () => {
  test('is stored as written, rendered, and counts as one change', async () => {
    const { comment, created } = await post('*Whose* mind changes?');
    expect(created).toBe(true);
    expect(comment).toMatchObject({
      verdict: slug,
      body: '*Whose* mind changes?',
      html: '<p><em>Whose</em> mind changes?</p>',
      author: { username: 'ada', role: 'reader' },
      status: 'visible',
      seq: 1,
      born: 1,
      depth: 0,
      mine: { own: true, canEdit: true, canRate: false },
    });
    expect((await page()).seq).toBe(1);
  });

  test('is returned and published exactly as the database has it', async () => {
    const place = {
      ...{ verdictId: (await findVerdictHead(slug)).id, authorId: grace.id, now },
      nonce: randomUUID(),
    };
    const anchor = { section: 'the-dissection', quote: 'It does not say whom.' };
    const insert = async (target: CommentRow | null, body: string) => {
      const text = { body, html: `<p>${body}</p>`, anchor: target ? null : anchor, mentions: [] };
      const [made] = await insertComments(place.verdictId, [
        { ...place, ...text, nonce: randomUUID().toUpperCase(), place: placeBelow(target) },
      ]);
      if (!made || made instanceof Error) throw new Error('it was not written', { cause: made });
      const [read] = await readRows(place.verdictId, [made.row.id]);
      expect(made.row).toEqual(read);
      return made.row;
    };
    let below: CommentRow | null = null;
    for (let depth = 0; depth <= MAX_DEPTH + 1; depth++) below = await insert(below, `At ${depth}`);
    expect(below).toMatchObject({ depth: MAX_DEPTH, answersName: 'grace' });
  });

  test('sent twice under one nonce is one comment', async () => {
    const input = { body: 'Once.', nonce: randomUUID() };
    const first = await postComment(slug, input, { actor: ada, now });
    const second = await postComment(slug, input, { actor: ada, now });
    expect(second).toMatchObject({ created: false, comment: { id: first.comment.id } });
    expect(await page()).toMatchObject({ seq: 1, items: [{ body: 'Once.' }] });
  });

  test('sent twice at the same time is one comment', async () => {
    const input = { body: 'Once.', nonce: randomUUID() };
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => postComment(slug, input, { actor: ada, now })),
    );
    expect(new Set(sent.map(({ comment }) => comment.id)).size).toBe(1);
    expect((await page()).items).toHaveLength(1);
  });

  test('sent twice to two processes at the same time is one comment', async () => {
    const input = { body: 'Once.', nonce: randomUUID() };
    const { id: verdictId } = await findVerdictHead(slug);
    const waiting = async () => {
      const [row] = await db().$queryRaw<[{ n: number }]>`
        SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%WITH head AS%'`;
      return row.n;
    };
    const elsewhere = {
      verdictId,
      authorId: ada.id,
      place: placeBelow(null),
      html: '<p>Once.</p>',
      anchor: null,
      mentions: [],
      now,
    };
    // Both have checked the nonce and wait for the verdict's row before either writes.
    const [first, second] = await db()
      .$transaction(async (tx) => {
        await tx.$executeRaw`SELECT 1 FROM verdicts WHERE id = ${verdictId}::uuid FOR UPDATE`;
        const first = insertComments(verdictId, [{ ...elsewhere, ...input }]);
        await vi.waitUntil(async () => (await waiting()) === 1, { ...PATIENCE, interval: 10 });
        const second = postComment(slug, input, { actor: ada, now });
        await vi.waitUntil(async () => (await waiting()) === 2, { ...PATIENCE, interval: 10 });
        return [first, second] as const;
      })
      .then((both) => Promise.all(both));
    expect(first).toMatchObject([{ row: { id: second.comment.id } }]);
    expect(second.created).toBe(false);
    expect(await page()).toMatchObject({ seq: 1, items: [{ body: 'Once.' }] });
  });

  test('with another author’s nonce is a separate comment', async () => {
    const nonce = randomUUID();
    await postComment(slug, { body: 'Mine.', nonce }, { actor: ada, now });
    const other = await postComment(slug, { body: 'Also mine.', nonce }, { actor: grace, now });
    expect(other).toMatchObject({ created: true, comment: { body: 'Also mine.' } });
  });

  test('needs a signed-in author and a verdict', async () => {
    await expect(post('Hm.', undefined, null)).rejects.toMatchObject({ code: 'sign-in-first' });
    await expect(postComment('nowhere', { body: 'Hm.' }, { actor: ada, now })).rejects.toMatchObject({
      code: 'verdict-not-found',
    });
    expect((await page()).seq).toBe(0);
  });

  test('can only quote passages of the verdict', async () => {
    const anchor = { section: 'the-dissection', quote: 'It does not say whom.' };
    const { comment } = await postComment(slug, { body: 'Readers.', anchor }, { actor: ada, now });
    expect(comment.anchor).toEqual({
      ...{ ...anchor, exact: anchor.quote, block: 0, start: 37, end: 58, version: 1 },
      ...{ prefix: 'aper argues that arguing helps. ', suffix: '', state: 'exact', checked: 1 },
    });
    // A passage with its place, as this response has it, is the same passage.
    const again = anchorInput.parse(comment.anchor);
    const second = await postComment(slug, { body: 'Me too.', anchor: again }, { actor: ada, now });
    expect(second.comment.anchor).toEqual(comment.anchor);
    const wrong = { ...anchor, quote: 'It says whom.' };
    await expect(
      postComment(slug, { body: 'Hm.', anchor: wrong }, { actor: ada, now }),
    ).rejects.toMatchObject({
      code: 'anchor-not-found',
    });
  });
});

describe('a reply', () => {
  test('is placed below its target, which counts it', async () => {
    const { comment: top } = await post('Top.');
    const { comment: reply } = await post('Reply.', top.id, grace);
    expect(reply).toMatchObject({ parentId: top.id, depth: 1, seq: 2 });
    expect(await findComment(top.id, { actor: null, now })).toMatchObject({ replies: 1, seq: 2 });
  });

  test('at the deepest level is placed beside its target and names it', async () => {
    let parentId: string | undefined;
    for (let depth = 0; depth <= MAX_DEPTH; depth++)
      parentId = (await post(`Level ${depth}.`, parentId)).comment.id;
    const { comment } = await post('Deeper.', parentId, grace);
    const deepest = await findComment(parentId!, { actor: null, now });
    expect(comment).toMatchObject({
      depth: MAX_DEPTH,
      parentId: deepest.parentId,
      answers: { id: parentId, username: 'ada' },
    });
    expect((await page()).items.map(({ body }) => body).at(-1)).toBe('Deeper.');
  });

  test('to a comment that is gone, elsewhere or unknown is refused and changes nothing', async () => {
    const { comment: gone } = await post('Gone.');
    await withdrawComment(gone.id, { actor: ada, now });
    const before = await page();
    for (const parentId of [gone.id, randomUUID(), 'not-an-id'])
      await expect(post('Hm.', parentId)).rejects.toMatchObject({ code: 'parent-gone' });
    expect(await page()).toEqual(before);
  });

  test('that races with the withdrawal of its target leaves no gap in the seq', async () => {
    for (let round = 0; round < 10; round++) {
      const { comment: top } = await post(`Top ${round}.`);
      await Promise.allSettled([post('Reply.', top.id, grace), withdrawComment(top.id, { actor: ada, now })]);
    }
    const { items, seq } = await page();
    const replies = items.filter(({ parentId }) => parentId !== null).length;
    // Ten posts, ten withdrawals, and one change for each reply that was written.
    expect(seq).toBe(20 + replies);
    for (const top of items.filter(({ parentId }) => parentId === null)) expect(top.replies).toBe(1);
  });
});

test('of posts at once, only the invalid ones are refused, and they take no seq', async () => {
  const { comment: top } = await post('Top.');
  const { comment: gone } = await post('Gone.');
  const { comment: held } = await post('Held.');
  await withdrawComment(gone.id, { actor: ada, now });
  const { slug: elsewhere } = await publish(`On arguing elsewhere, part ${title}`);
  const nonce = randomUUID();
  const twice = () => postComment(slug, { body: 'Once.', nonce }, { actor: ada, now });
  const writes = await Promise.allSettled([
    post('First.'), // runs alone while the others queue
    post('One.', top.id, grace),
    post('Two.', gone.id, grace),
    twice(),
    post('Three.', top.id, grace),
    twice(),
    postComment(elsewhere, { body: 'Four.', parentId: top.id }, { actor: ada, now }),
    post('Five.', held.id, ada),
  ]);
  expect(writes.map(({ status }) => status)).toEqual(
    [1, 1, 0, 1, 1, 1, 0, 1].map((well) => (well ? 'fulfilled' : 'rejected')),
  );
  const { items, seq } = await page();
  // Three posts, a withdrawal, and the five valid ones of eight.
  expect(seq).toBe(3 + 1 + 5);
  expect(items.find(({ id }) => id === top.id)).toMatchObject({ replies: 2 });
  const born = items.map((comment) => comment.born).sort((a, b) => a - b);
  expect(born).toEqual([1, 3, 5, 6, 7, 8, 9]);
  for (const write of writes)
    if (write.status === 'fulfilled')
      expect(await findComment(write.value.comment.id, { actor: null, now })).toMatchObject({
        body: write.value.comment.body,
      });
});

test('fifty writers at once get fifty places, and each seq is used once', async () => {
  const posts = await Promise.all(
    Array.from({ length: 50 }, (_, i) => post(`No. ${i}.`, undefined, i % 2 ? ada : grace)),
  );
  expect(posts.map(({ comment }) => comment.born).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 50 }, (_, i) => i + 1),
  );
  expect((await page()).seq).toBe(50);
});
