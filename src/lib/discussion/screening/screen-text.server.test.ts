import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { findComment, findHistory } from '#lib/discussion/reading/find-comment.server.ts';
import { commentsByAuthor } from '#lib/discussion/reading/list-comments-by-author.server.ts';
import { listChanges } from '#lib/discussion/reading/list-changes.server.ts';
import { listComments } from '#lib/discussion/reading/list-comments.server.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { listNotices } from '#lib/notices/list-notices.server.ts';
import { changeSiteSettings } from '#lib/site-settings/change-site-settings.server.ts';
import { DEFAULT_SETTINGS } from '#lib/site-settings/site-settings.ts';
import { addWord } from '#lib/words/add-word.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';

await freshDatabase({ limits: 'off' });

let now = new Date('2026-05-22T09:00:00Z');
let mallory: Actor;
let grace: Actor;
let mary: Actor;
let linus: Actor;
let verdict: { id: string; slug: string };
let title = 0;

beforeAll(async () => {
  [mallory, grace] = [await enter('mallory'), await enter('grace')];
  [mary, linus] = [await enter('mary', 'moderator'), await enter('linus', 'admin')];
  for (const action of ['refuse', 'hold', 'report'] as const)
    await addWord({ text: `${action}-me`, kind: 'word', action, note: null }, { actor: linus, now });
});
beforeEach(async () => {
  now = new Date(now.getTime() + 60 * 60 * 1000);
  verdict = await publish(`On screening, part ${++title}`);
});

const post = async (body: string, actor = mallory, parentId?: string) =>
  (await postComment(verdict.slug, { body, parentId, nonce: randomUUID() }, { actor, now })).comment;
const page = (actor: Actor | null) =>
  listComments(verdict.slug, { sort: 'oldest', limit: 50 }, { actor, now });
const changes = (actor: Actor | null) => listChanges(verdict.slug, { since: 0 }, { actor, now });
const openCases = (commentId: string) =>
  db().case.findMany({ where: { commentId, state: 'open' }, include: { reports: true } });

test('a listed word is found behind markup', async () => {
  await expect(post('Please re**fuse** me')).rejects.toMatchObject({ code: 'word-refused' });
  expect((await post('ho&shy;ld *me*')).status).toBe('pending');
});

test('a text of which readers would see nothing is refused, as a comment and as an edit', async () => {
  const { id } = await post('Visible.', linus);
  for (const body of [
    '>',
    '- \n-',
    '1.',
    '---',
    '```\n```',
    '``` js\n \n```',
    '[](https://ok.example)',
    '> > - \n\n***',
    '&nbsp;&#8203;&zwj;',
    '**\u3164**',
    '[\u2800](https://ok.example)',
    '\\\n&shy;',
    '~~&#x301;~~',
  ]) {
    const refused = { code: 'nothing-visible', details: { field: 'body' } };
    await expect(post(body, linus), body).rejects.toMatchObject(refused);
    await expect(editComment(id, { body, version: 1 }, { actor: linus, now }), body).rejects.toMatchObject(
      refused,
    );
  }
});

describe('a held comment', () => {
  test('is only seen by its author and moderators: not on pages, in changes, on the profile or in the seq', async () => {
    const held = await post('hold me please');
    expect(held).toMatchObject({ status: 'pending', body: 'hold me please' });
    for (const stranger of [null, grace]) {
      expect(await page(stranger)).toMatchObject({ items: [], seq: 0 });
      await expect(findComment(held.id, { actor: stranger, now })).rejects.toMatchObject({
        code: 'comment-not-found',
      });
      await expect(findHistory(held.id, stranger)).rejects.toMatchObject({ code: 'comment-not-found' });
    }
    for (const actor of [null, grace, mallory, mary])
      expect(await changes(actor)).toMatchObject({ seq: 0, comments: [], total: 0 });
    for (const insider of [mallory, mary])
      expect((await page(insider)).items).toMatchObject([{ status: 'pending', body: 'hold me please' }]);
    expect((await commentsByAuthor(mallory.id)).items).toEqual([]);
    expect(await openCases(held.id)).toMatchObject([{ held: true, reportCount: 0 }]);
    expect((await listNotices({ limit: 1 }, mallory)).items).toMatchObject([
      { kind: 'held', data: { reason: 'word' }, comment: { id: held.id } },
    ]);
  });

  test('gets its seq when it is approved, after comments posted before that', async () => {
    const top = await post('Top.', grace);
    const held = await post('hold me, says the reply', mallory, top.id);
    await post('Posted later.', grace, top.id);
    expect(await page(null)).toMatchObject({ seq: 2, items: [{ replies: 1 }, { body: 'Posted later.' }] });
    await changeThread(verdict, async (thread) => {
      await thread.move((await thread.read(held.id))!, 'visible');
    });
    const { items, seq } = await page(null);
    expect(seq).toBe(3);
    expect(items.map(({ body, born }) => [body, born])).toEqual([
      ['Top.', 1],
      ['Posted later.', 2],
      ['hold me, says the reply', 3],
    ]);
    expect(items[0]).toMatchObject({ replies: 2 });
    expect((await changes(null)).comments).toHaveLength(3);
    expect((await changes(null)).total).toBe(3);
  });

  test('can be withdrawn without a trace, and its case closes', async () => {
    const held = await post('hold me, or don’t');
    await withdrawComment(held.id, { actor: mallory, now });
    expect(await changes(null)).toMatchObject({ seq: 0, comments: [] });
    expect((await page(mallory)).items).toEqual([]);
    expect(await openCases(held.id)).toEqual([]);
  });

  test('can’t be replied to, rated or edited', async () => {
    const held = await post('hold me still');
    for (const actor of [grace, mallory])
      await expect(post('But.', actor, held.id)).rejects.toMatchObject({ code: 'parent-gone' });
    await expect(
      editComment(held.id, { body: 'Free me.', version: 1 }, { actor: mallory, now }),
    ).rejects.toMatchObject({ code: 'comment-not-found' });
  });
});

describe('a listed word', () => {
  test('is refused by name, or reported automatically without a reporter', async () => {
    await expect(post('Please REFUSE me.')).rejects.toMatchObject({ code: 'word-refused' });
    const reported = await post('Report me!');
    expect(reported.status).toBe('visible');
    expect(await openCases(reported.id)).toMatchObject([
      { reportCount: 1, weight: 1, reports: [{ reporterId: null, body: 'Report me!', reason: 'other' }] },
    ]);
  });

  test('can’t be added by an edit: a text to be held hides the comment', async () => {
    const { id } = await post('Harmless.');
    const edit = (body: string, version: number) =>
      editComment(id, { body, version }, { actor: mallory, now });
    for (const refused of ['refuse me', 're**fuse** &#109;e'])
      await expect(edit(refused, 1)).rejects.toMatchObject({ code: 'word-refused' });
    expect(await edit('now hold me', 1)).toMatchObject({ status: 'hidden', mine: { canEdit: false } });
    expect(await page(null)).toMatchObject({ items: [] });
    expect(JSON.stringify(await changes(null))).not.toContain('hold me');
    expect(await openCases(id)).toHaveLength(1);
    expect((await listNotices({ limit: 1 }, mallory)).items[0]).toMatchObject({ kind: 'hidden' });
  });
});

test('the same text again within ten minutes is refused on any verdict, unless the first was withdrawn', async () => {
  const { id } = await post('Same thing.');
  const again = () => post('Same thing.');
  await expect(again()).rejects.toMatchObject({ code: 'said-already', details: { field: 'body' } });
  expect((await post('Same thing.', grace)).status).toBe('visible');
  await withdrawComment(id, { actor: mallory, now });
  await again();
  now = new Date(now.getTime() + 10 * 60 * 1000 + 1);
  expect((await again()).status).toBe('visible');
});

test('a retried post gets its first comment, not a refusal as repeated text', async () => {
  const input = { body: 'Only once.', nonce: randomUUID() };
  const first = await postComment(verdict.slug, input, { actor: mallory, now });
  const second = await postComment(verdict.slug, input, { actor: mallory, now });
  expect(second).toMatchObject({ created: false, comment: { id: first.comment.id } });
});

test('only the first comment of a new account is held, if the setting is on', async () => {
  const settings = { ...DEFAULT_SETTINGS, firstCommentHeld: true };
  await expect(changeSiteSettings(settings, { actor: mary, now })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await changeSiteSettings(settings, { actor: linus, now });
  const newcomer = await enter('newcomer');
  expect((await post('Hello.', newcomer)).status).toBe('pending');
  expect((await post('Hello, I said.', mary)).status).toBe('visible');
  await changeSiteSettings(DEFAULT_SETTINGS, { actor: linus, now });
  expect((await post('Hello at last.', newcomer)).status).toBe('visible');
});

test('a locked thread takes no new comments, but its comments can be edited', async () => {
  const { id } = await post('Before.');
  await changeThread(verdict, (thread) => thread.lock(now));
  for (const parentId of [undefined, id])
    await expect(post('After.', grace, parentId)).rejects.toMatchObject({ code: 'thread-locked' });
  const mended = await editComment(id, { body: 'Before, mended.', version: 1 }, { actor: mallory, now });
  expect(mended.body).toBe('Before, mended.');
});

test('a locked branch takes no replies at any depth; the rest of the thread does', async () => {
  const top = await post('Branch.');
  const below = await post('Below it.', grace, top.id);
  await changeThread(verdict, async (thread) => {
    await thread.lockBranch((await thread.read(top.id))!, now);
  });
  for (const parentId of [top.id, below.id])
    await expect(post('Deeper.', grace, parentId)).rejects.toMatchObject({ code: 'thread-locked' });
  expect((await post('Elsewhere.', grace)).status).toBe('visible');
});

test('a reply notifies the author it answers, except oneself and those who muted the thread', async () => {
  const { setFollow } = await import('#lib/follows/set-follow.server.ts');
  const top = await post('Answer me.', grace);
  const replies = async () =>
    (await listNotices({ limit: 100 }, grace)).items.filter(({ comment }) => comment?.root === top.id);
  await post('I do.', mallory, top.id);
  await post('So do I.', grace, top.id);
  expect(await replies()).toMatchObject([
    { kind: 'reply', read: false, comment: { author: 'mallory', excerpt: 'I do.', muted: false } },
  ]);
  await setFollow({ kind: 'branch', target: top.id, level: 'mute' }, grace);
  await post('And again.', mallory, top.id);
  expect(await replies()).toMatchObject([{ comment: { excerpt: 'I do.', muted: true } }]);
});
