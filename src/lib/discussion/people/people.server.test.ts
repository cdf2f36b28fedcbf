import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { findPerson } from '#lib/accounts/find-person.server.ts';
import { db } from '#lib/db/client.server.ts';
import { authorState } from '#lib/discussion/reading/list-comments-by-author.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { clearBio } from '#lib/moderation/decisions/clear-bio.server.ts';
import { restrictAccount } from '#lib/moderation/restrictions/restrict-account.server.ts';
import { listLedger } from '#lib/moderation/ledger/list-ledger.server.ts';
import { unpublishVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { addWord } from '#lib/words/add-word.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { queriesOf } from '../../../../tests/support/queries.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { bioInput } from './bio-input.ts';
import { changeBio, findOwnBio } from './change-bio.server.ts';
import { findProfile } from './find-profile.server.ts';
import { countsText } from './profile-view.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
let [grace, mary, linus]: Actor[] = [];
let ada: Actor;
let part = 0;

beforeAll(async () => {
  grace = await enter('grace');
  mary = await enter('mary', 'moderator');
  linus = await enter('linus', 'admin');
  await addWord({ text: 'casino', kind: 'word', action: 'hold', note: null }, { actor: linus, now });
});
beforeEach(async () => {
  ada = await enter(`ada-${++part}`);
});

const write = (bio: string, actor: Actor | null = ada) => changeBio(bioInput.parse({ bio }), { actor, now });
const shown = async () => (await findProfile(ada.username, now)).bio;
const post = async (slug: string, actor = ada) =>
  (await postComment(slug, { body: `Hm, ${randomUUID()}`, nonce: randomUUID() }, { actor, now })).comment;

describe('a bio', () => {
  test('is one line of up to 160 visible characters, and can be deleted', async () => {
    await write(' I read\n papers.\u202e ');
    expect(await shown()).toBe('I read papers.');
    await write('');
    expect(await findOwnBio(ada)).toBeNull();
    expect(bioInput.safeParse({ bio: '👋'.repeat(160) }).success).toBe(true);
    for (const bio of ['x'.repeat(161), '\u200b\u2800'])
      expect(bioInput.safeParse({ bio }).success).toBe(false);
    await expect(write('Hi.', null)).rejects.toMatchObject({ code: 'sign-in-first' });
    await expect(write('Hi.', { ...ada, waiting: true })).rejects.toMatchObject({
      code: 'awaiting-approval',
    });
  });

  test('is screened for listed words, also for those that would hold a comment', async () => {
    await expect(write('The best CASINO.')).rejects.toMatchObject({
      code: 'word-refused',
      details: { field: 'bio' },
    });
    expect(await findOwnBio(ada)).toBeNull();
  });

  test('of an account that may not comment is hidden, and can’t be changed but deleted', async () => {
    await write('I read papers.');
    const before = await authorState(ada.username);
    const restriction = { scope: 'comment', term: 'day', reason: 'spam', nonce: randomUUID() } as const;
    await restrictAccount(ada.username, { ...restriction, note: undefined }, { actor: mary!, now });
    expect(await shown()).toBeNull();
    expect(await authorState(ada.username)).not.toBe(before);
    await expect(write('Other words.')).rejects.toMatchObject({ code: 'restricted' });
    await write('');
    expect(await findOwnBio(ada)).toBeNull();
  });

  test('is deleted by a moderator with a warning in the log, once', async () => {
    await write('Buy now.');
    const before = await authorState(ada.username);
    for (const [actor, code] of [
      [null, 'sign-in-first'],
      [grace!, 'forbidden'],
    ] as const)
      await expect(clearBio(ada.username, { reason: 'spam' }, { actor, now })).rejects.toMatchObject({
        code,
      });
    expect(await clearBio(ada.username, { reason: 'spam' }, { actor: mary!, now })).toMatchObject({
      kind: 'warn',
    });
    expect(await findOwnBio(ada)).toBeNull();
    expect(await authorState(ada.username)).not.toBe(before);
    const { items } = await listLedger({ limit: 1 });
    expect(items).toMatchObject([{ kind: 'warn', reason: 'spam', place: `/u/${ada.username}` }]);
    expect(await db().notice.findMany({ where: { userId: ada.id } })).toMatchObject([{ kind: 'warned' }]);
    await expect(clearBio(ada.username, { reason: 'spam' }, { actor: mary!, now })).rejects.toMatchObject({
      code: 'not-possible-now',
    });
    await changeBio({ bio: 'I moderate.' }, { actor: mary!, now });
    const other = await enter(`moderator-${part}`, 'moderator');
    await expect(clearBio('mary', { reason: 'spam' }, { actor: other, now })).rejects.toMatchObject({
      code: 'not-your-equal',
    });
  });
});

test('counts are of visible comments on verdicts that readers see, and change the state of the page', async () => {
  const [first, second] = [await publish(`On counts ${part}, 1`), await publish(`On counts ${part}, 2`)];
  const said = [await post(first.slug), await post(first.slug), await post(second.slug)];
  const counts = async () => {
    const { comments, helpful, verdicts } = await findProfile(ada.username, now);
    return { comments, helpful, verdicts };
  };
  expect(await counts()).toEqual({ comments: 3, helpful: 0, verdicts: 2 });
  const before = await authorState(ada.username);
  await db().comment.update({ where: { id: said[0]!.id }, data: { helpful: 3 } });
  await db().comment.update({ where: { id: said[2]!.id }, data: { helpful: 2 } });
  expect(await authorState(ada.username)).not.toBe(before);
  expect(await counts()).toEqual({ comments: 3, helpful: 5, verdicts: 2 });
  await withdrawComment(said[2]!.id, { actor: ada, now });
  expect(await counts()).toEqual({ comments: 2, helpful: 3, verdicts: 1 });
  await unpublishVerdict(first.slug, { actor: linus!, now });
  expect(await counts()).toEqual({ comments: 0, helpful: 0, verdicts: 0 });
});

test('a profile costs at most four queries', async () => {
  const { queries } = await queriesOf(() => findProfile(ada.username, now));
  expect(queries.length).toBeLessThanOrEqual(4);
});

test('an account being deleted has no profile', async () => {
  await db().user.update({ where: { id: ada.id }, data: { eraseAt: now } });
  await expect(findProfile(ada.username, now)).rejects.toMatchObject({ code: 'user-not-found' });
  expect((await findPerson(ada.username)).leaving).toBe(true);
});

test.each([
  [{ comments: 0, helpful: 0, verdicts: 0 }, '0 comments'],
  [{ comments: 1, helpful: 1, verdicts: 1 }, '1 comment · found helpful once · 1 verdict argued'],
  [
    { comments: 999, helpful: 1200, verdicts: 30 },
    '999 comments · found helpful 1,200 times · 30 verdicts argued',
  ],
  [
    { comments: 1000, helpful: 1, verdicts: 1 },
    '1,000+ comments · found helpful 1+ times · 1+ verdicts argued',
  ],
])('%j is “%s”', (counts, text) => expect(countsText(counts)).toBe(text));
