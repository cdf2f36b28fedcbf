import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { changeSwitches } from '#lib/site-settings/change-switches.server.ts';
import { addWord } from '#lib/words/add-word.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { reportedComment } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { editComment } from './edit-comment.server.ts';
import { postComment } from './post-comment.server.ts';
import { previewComment } from './preview-comment.server.ts';
import { withdrawComment } from './withdraw-comment.server.ts';

await freshDatabase();

const NOBODY = '00000000-0000-4000-8000-000000000000';
let now = new Date('2026-05-22T09:00:00Z');
let grace: Actor;
let mary: Actor;
let linus: Actor;
let slug: string;
let verdict: { id: string; slug: string };

beforeAll(async () => {
  [grace, mary, linus] = [
    await enter('grace'),
    await enter('mary', 'moderator'),
    await enter('linus', 'admin'),
  ];
  await addWord({ text: 'refuse-me', kind: 'word', action: 'refuse', note: null }, { actor: linus, now });
  verdict = await publish('On previews');
  ({ slug } = verdict);
});

/** As if the reader had waited: one comment in five seconds is the limit. */
const post = async (body: string, actor: Actor, parentId?: string) => {
  await db().$executeRaw`DELETE FROM rate_limits`;
  return postComment(slug, { body, parentId, nonce: randomUUID() }, { actor, now });
};
const preview = (body: string, place: { verdict?: string; parentId?: string; comment?: string } = {}) =>
  previewComment({ body, ...place }, { actor: grace, now, address: '192.0.2.1' });
const warnings = async (...request: Parameters<typeof preview>) =>
  (await preview(...request)).warnings.map(({ code }) => code);

/** The preview warns of what posting then refuses, in the same words. */
async function expectSame(body: string, parentId?: string) {
  const { warnings: found } = await preview(body, { verdict: slug, ...(parentId && { parentId }) });
  const refused = await post(body, grace, parentId).catch(
    (fault: { code: string; message: string }) => fault,
  );
  expect(found).toContainEqual({
    code: (refused as { code: string }).code,
    message: (refused as { message: string }).message,
  });
  return found.map(({ code }) => code);
}

test('a preview writes nothing, and warns of nothing that is accepted', async () => {
  const { html, warnings: found } = await preview('It *works*.', { verdict: slug });
  expect([html, found]).toEqual(['<p>It <em>works</em>.</p>', []]);
  expect(await db().comment.count()).toBe(0);
});

test('it warns of everything that posting would refuse in the text, at once', async () => {
  expect(await warnings('refuse-me: https://a.example https://b.example')).toEqual([
    'too-many-links',
    'word-refused',
  ]);
  expect(await warnings('> ')).toEqual(await warnings('> ', { verdict: slug }));
  await expectSame('refuse-me');
  await expectSame('https://a.example https://b.example');
  await expectSame('- \n-');
  await post('Once is enough.', grace);
  expect(await expectSame('Once is enough.')).toEqual(['said-already']);
});

test('it warns of a parent that is gone, hot or locked, and of a verdict without a page', async () => {
  const { comment } = await post('Soon gone.', mary);
  await withdrawComment(comment.id, { actor: mary, now });
  await expectSame('Too late.', comment.id);
  const hot = await reportedComment(slug, { author: mary, reporter: linus, body: 'Heated.', now });
  await expectSame('Me too.', hot.comment.id);
  await expect(warnings('Hi.', { verdict: 'nowhere' })).resolves.toEqual(['verdict-not-found']);
  await expect(warnings('Hi.', { verdict: slug, parentId: NOBODY })).resolves.toEqual(['parent-gone']);
});

test('it warns of an edit that would be refused', async () => {
  const { comment } = await post('Edit me.', grace);
  const edit = (body: string) =>
    editComment(comment.id, { body, version: 1 }, { actor: grace, now }).catch(({ code }) => code as string);
  expect(await warnings('Edited.', { comment: comment.id })).toEqual([]);
  expect(await warnings('refuse-me', { comment: comment.id })).toEqual([await edit('refuse-me')]);
  now = new Date(now.getTime() + 25 * 60 * 60 * 1000);
  expect(await warnings('Edited.', { comment: comment.id })).toEqual([await edit('Edited.')]);
});

test('it warns of a full day, a locked thread and a site that is read-only', async () => {
  for (let n = 0; n < 10; n++) {
    now = new Date(now.getTime() + 60_000);
    if (await post(`Number ${n}.`, grace).catch(() => null)) continue;
    break;
  }
  expect(await expectSame('One more.')).toEqual(['rate-limited']);
  await changeThread(verdict, (thread) => thread.lock(now));
  expect(await warnings('After.', { verdict: slug })).toContain('thread-locked');
  await changeSwitches({ signUp: 'open', writing: 'off' }, { actor: linus, now });
  expect(await warnings('After.', { verdict: slug })).toContain('read-only');
});
