import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { setBookmark } from '#lib/discussion/options/set-bookmark.server.ts';
import { findOptions } from '#lib/discussion/options/find-options.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { blockPerson } from '#lib/follows/block-person.server.ts';
import { setFollow } from '#lib/follows/set-follow.server.ts';
import { decideOn, reportedComment } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { dropDraft } from './drop-draft.server.ts';
import { listDrafts, listPlacedDrafts } from './list-drafts.server.ts';
import { removeOldDrafts } from './remove-old-drafts.server.ts';
import { saveDraft } from './save-draft.server.ts';
import { sendDraft } from './send-draft.server.ts';
import { MAX_DRAFTS, placeOf } from './stored-draft.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-06-22T09:00:00Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
let ada: Actor, mary: Actor, linus: Actor;
let slug: string;
let id: string;

beforeAll(async () => {
  [ada, mary, linus] = [await enter('ada'), await enter('mary', 'moderator'), await enter('linus', 'admin')];
  ({ slug } = await publish());
  id = (await post(mary, 'Answer me.')).id;
});
const post = async (actor: Actor, body: string) =>
  (await postComment(slug, { body, nonce: randomUUID() }, { actor, now })).comment;

type Saved = Partial<Parameters<typeof saveDraft>[0]>;
const save = (draft: Saved, actor: Actor | null = ada, device = 'Firefox on Windows') =>
  saveDraft(
    { key: `${slug}.top`, body: 'Half a thou', updatedAt: at(-60), ...draft },
    { actor, now, device },
  );
const listed = async (actor = ada) => (await listDrafts(undefined, actor)).items;

test('a draft is stored for its writer only, with its device, and not from the future', async () => {
  const stored = await save({ updatedAt: at(3600) });
  expect(stored).toMatchObject({ body: 'Half a thou', updatedAt: at(0), device: 'Firefox on Windows' });
  expect(await listed()).toEqual([stored]);
  for (const other of [mary, linus]) expect(await listed(other)).toEqual([]);
  await dropDraft({ key: stored.key }, linus);
  expect(await listed()).toEqual([stored]);
  await expect(save({}, null)).rejects.toMatchObject({ code: 'sign-in-first' });
  await dropDraft({ key: stored.key }, ada);
  expect(await listed()).toEqual([]);
});

test('a draft keeps the passage that it is about, and is sent with it', async () => {
  const place = { section: 'the-dissection', block: 0, start: 22, end: 35, exact: 'arguing helps' };
  const anchor = { ...place, prefix: '', suffix: '', version: 1, quote: 'arguing helps' };
  const { key, updatedAt, ...stored } = await save({ body: 'It does.', anchor });
  expect(stored.anchor).toEqual(anchor);
  expect(await listed()).toMatchObject([{ key, anchor }]);
  const sent = await sendDraft(
    { key, body: 'It does.', nonce: randomUUID(), updatedAt },
    { actor: ada, now },
  );
  expect(sent.anchor).toMatchObject({ ...place, state: 'exact' });
  expect(await listed()).toEqual([]);
});

test('an older text, and one that hasn’t seen the stored one, never replace it: they get it with 409', async () => {
  const first = await save({ updatedAt: at(-60) });
  for (const draft of [{ updatedAt: at(-61) }, { base: null }, { base: at(-99) }])
    await expect(save({ body: 'Mine.', ...draft })).rejects.toMatchObject({
      code: 'draft-elsewhere',
      status: 409,
      details: { state: first },
    });
  // The same request again, after a lost response.
  expect(await save({ base: null })).toEqual(first);
  const second = await save(
    { body: 'Mine.', base: first.updatedAt, updatedAt: at(-30) },
    ada,
    'Safari on iPhone',
  );
  expect(await listed()).toEqual([second]);
  // A device that has sent the first one doesn't remove the second.
  await dropDraft({ key: first.key, updatedAt: first.updatedAt }, ada);
  expect(await listed()).toEqual([second]);
  await dropDraft({ key: second.key, updatedAt: second.updatedAt }, ada);
  expect(await listed()).toEqual([]);
});

test('a draft belongs to a place that its writer sees', async () => {
  expect(placeOf('edit.top')).toEqual({ kind: 'comment', slug: 'edit' });
  for (const [key, code] of [
    ['nonsense', 'draft-not-found'],
    ['.top', 'draft-not-found'],
    ['no-such.top', 'verdict-not-found'],
    [`${slug}.${randomUUID()}`, 'comment-not-found'],
    [`other.${id}`, 'comment-not-found'],
    [`edit.${id}`, 'comment-not-found'],
  ] as const)
    await expect(save({ key })).rejects.toMatchObject({ code });
  await save({ key: `${slug}.${id}` });
  const own = await post(ada, 'My own.');
  await save({ key: `edit.${own.id}`, version: 1 });
  expect(await listPlacedDrafts(ada)).toMatchObject([
    { kind: 'edit', comment: { id: own.id, version: 1 }, gone: false, version: 1 },
    { kind: 'reply', comment: { id, author: 'mary' }, gone: false, verdict: { slug } },
  ]);
  await withdrawComment(own.id, { actor: ada, now });
  expect((await listPlacedDrafts(ada))[0]).toMatchObject({ kind: 'edit', gone: true });
});

test('an erased comment’s text isn’t left in a draft of its edit', async () => {
  const { comment, caseId } = await reportedComment(slug, {
    ...{ author: ada, reporter: linus, body: 'My telephone number.', now },
  });
  await save({ key: `edit.${comment.id}`, body: comment.body!, version: 1 });
  await decideOn(caseId, { kind: 'erase', reason: 'private_data' }, { actor: linus, now });
  expect((await listed()).map(({ key }) => key)).not.toContain(`edit.${comment.id}`);
});

test('drafts are removed after 90 days, and an account has at most a hundred', async () => {
  const { verdictId } = await db().commentDraft.findFirstOrThrow();
  await db().commentDraft.deleteMany();
  const row = { userId: ada.id, verdictId, body: 'Old.', device: 'curl' };
  const old = { ...row, key: 'old.top', updatedAt: new Date(now.getTime() - 91 * 24 * 3600_000) };
  const many = Array.from({ length: MAX_DRAFTS }, (_, n) => ({ ...row, key: `${n}.top`, updatedAt: now }));
  await db().commentDraft.createMany({ data: [old, ...many] });
  await removeOldDrafts(now);
  expect(await db().commentDraft.count()).toBe(MAX_DRAFTS);
  await expect(save({})).rejects.toMatchObject({ code: 'drafts-full' });
  await db().commentDraft.deleteMany();
});

test('a bookmark is made of what its reader may read, and can be removed when that is gone', async () => {
  const context = { actor: ada, now };
  const { id: gone } = await post(mary, 'Soon gone.');
  const options = () => findOptions(slug, gone, context);
  expect(await options()).toMatchObject({ bookmarked: false, own: false, excerpt: 'Soon gone.' });
  expect(await setBookmark(gone, true, context)).toEqual({ bookmarked: true });
  await setBookmark(gone, true, context);
  expect(await options()).toMatchObject({ bookmarked: true });
  expect(await findOptions(slug, gone, { actor: mary, now })).toMatchObject({
    ...{ bookmarked: false, own: true },
    levels: { branch: 'normal', person: null },
  });
  await setFollow({ kind: 'branch', target: gone, level: 'follow' }, ada);
  await setFollow({ kind: 'person', target: 'mary', level: 'mute' }, ada);
  await blockPerson({ target: 'mary', blocked: true }, ada);
  const levels = { branch: 'follow', person: { level: 'mute', blocked: true } };
  expect(await options()).toMatchObject({ levels });
  await blockPerson({ target: 'mary', blocked: false }, ada);
  await withdrawComment(gone, { actor: mary, now });
  await expect(options()).rejects.toMatchObject({ code: 'comment-not-found' });
  await expect(setBookmark(gone, true, context)).rejects.toMatchObject({ code: 'comment-not-found' });
  expect(await db().bookmark.count()).toBe(1);
  await setBookmark(gone, false, context);
  expect(await db().bookmark.count()).toBe(0);
  await expect(setBookmark(id, true, { actor: null, now })).rejects.toMatchObject({ code: 'sign-in-first' });
  await expect(findOptions('other', id, context)).rejects.toMatchObject({ code: 'comment-not-found' });
});
