import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { db } from '#lib/db/client.server.ts';
import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { findBlock, listCommentsOn, listPassages } from './find-passages.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
let ada: Actor;
let slug: string;
let section: string;

beforeAll(async () => {
  ada = await enter('ada');
  ({ slug } = await publish('On passages'));
  section = (await findVerdict(slug)).sections.find(({ heading }) => heading === 'THE DISSECTION')!.id;
  const post = async (body: string, quote: string) =>
    (await postComment(slug, { body, anchor: { section, quote } }, { actor: ada, now })).comment.id;
  await post('On the end.', 'does not say whom');
  await post('On the beginning.', 'The paper argues');
  await post('On the beginning too.', 'The paper argues');
  await withdrawComment(await post('Withdrawn.', 'arguing helps'), { actor: ada, now });
});

test('passages are listed with the number of their visible comments', async () => {
  const { items, version } = await listPassages(slug, { actor: null });
  expect(version).toBe(1);
  expect(items.map(({ block, start, comments }) => [block, start, comments])).toEqual([
    [0, 0, 2],
    [0, expect.any(Number), 1],
  ]);
});

test('the comments on a block are in the order of its text, without what was withdrawn', async () => {
  const { items } = await listCommentsOn(slug, { section, block: 0 }, { actor: null, now });
  expect(items.map(({ body }) => body)).toEqual([
    'On the beginning.',
    'On the beginning too.',
    'On the end.',
  ]);
  expect((await listCommentsOn(slug, { section, block: 7 }, { actor: null, now })).items).toEqual([]);
});

test('a block’s page has its text, and the passage as its form sends it', async () => {
  const found = await findBlock(slug, { section, block: 0 }, { actor: null, now });
  expect(found.text).toMatch(/^The paper argues/);
  const anchor = JSON.parse(found.anchor);
  expect(anchor).toMatchObject({ section, block: 0, start: 0, version: 1, quote: found.text });
  await expect(postComment(slug, { body: 'On it all.', anchor }, { actor: ada, now })).resolves.toBeTruthy();
  await expect(findBlock(slug, { section, block: 7 }, { actor: null, now })).rejects.toMatchObject({
    code: 'paragraph-not-found',
  });
});

test('a block’s page folds the comments of people whom the reader blocks, and says that the discussion is locked', async () => {
  const grace = await enter('grace');
  await db().block.create({ data: { userId: grace.id, blockedId: ada.id } });
  await db().verdict.updateMany({ data: { lockedAt: now } });
  const found = await findBlock(slug, { section, block: 0 }, { actor: grace, now });
  for (const { html } of found.comments.items) expect(html).toContain('blocked-text');
  expect(found.locked).toBe(true);
  await db().verdict.updateMany({ data: { lockedAt: null } });
});

test('a block has the comments on passages that go on in it, and those on other blocks push none out', async () => {
  const blocks = ['It grew.', 'It fell.', 'It stays.'].map((text) => ({ type: 'paragraph', text }));
  const { verdict } = await publishVerdict(
    { title: 'Blocks', sections: [{ heading: 'A', blocks }] },
    { now },
  );
  const post = (quote: string) =>
    postComment(verdict.slug, { body: quote, anchor: { section: 'a', quote } }, { actor: ada, now });
  const { comment } = await post('It grew.');
  await post('grew. It fell.');
  await post('It stays.');
  await db().$executeRaw`
    INSERT INTO comments SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'nonce', null, 'path', left(c.path, -3) || (g + 500)))).*
    FROM comments c, generate_series(1, 210) g WHERE c.id = ${comment.id}::uuid`;
  const on = async (block: number) =>
    (await listCommentsOn(verdict.slug, { section: 'a', block }, { actor: null, now })).items.map(
      ({ body }) => body,
    );
  expect(await on(1)).toEqual(['grew. It fell.']);
  expect(await on(2)).toEqual(['It stays.']);

  const page = (cursor?: string | null) =>
    findBlock(verdict.slug, { section: 'a', block: 0, cursor: cursor ?? undefined }, { actor: null, now });
  const { comments: first } = await page();
  const { comments: second } = await page(first.next);
  expect([first.items.length, first.count, second.items.length, second.count]).toEqual([200, 212, 12, 212]);
  expect(second.next).toBeNull();
  expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(212);

  // On 211 passages: more than are marked.
  await db().$executeRaw`
    UPDATE comments c SET anchor = jsonb_set(c.anchor, '{end}', to_jsonb(n)) FROM (
      SELECT id, row_number() OVER () AS n FROM comments WHERE verdict_id = ${verdict.id}::uuid AND body = 'It grew.') each
    WHERE each.id = c.id`;
  const { items } = await listPassages(verdict.slug, { actor: null });
  expect(items.reduce((sum, { comments }) => sum + comments, 0)).toBe(213);
});

test('pages that ask for the passages of one state share a read', async () => {
  const { items } = await listPassages(slug, { actor: null });
  await db()
    .$executeRaw`UPDATE comments SET anchor = NULL FROM verdicts v WHERE v.id = verdict_id AND v.slug = ${slug}`;
  expect((await listPassages(slug, { actor: null })).items).toEqual(items);
  await db().verdict.update({ where: { slug }, data: { seq: { increment: 1 } } });
  expect((await listPassages(slug, { actor: null })).items).toEqual([]);
});
