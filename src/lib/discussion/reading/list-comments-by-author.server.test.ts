import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { changeRole } from '#lib/accounts/admin/change-role.server.ts';
import { COMMAND_LINE, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { authored, COUNTED } from '#lib/discussion/comment.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import {
  republishVerdict,
  retractVerdict,
  unpublishVerdict,
} from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { queriesOf } from '../../../../tests/support/queries.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { authorState, commentsByAuthor, countCommentsBy } from './list-comments-by-author.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
const operator = { actor: COMMAND_LINE, now };
let made = 0;
let author: Actor;
let slug: string;
let first: string;

async function post(actor = author): Promise<string> {
  const at = new Date(now.getTime() + (made += 1));
  const input = { body: `A point, no. ${made}.`, nonce: randomUUID() };
  return (await postComment(slug, input, { actor, now: at })).comment.id;
}
const setStatus = (id: string, status: 'visible' | 'hidden' | 'removed') =>
  db().comment.update({ where: { id }, data: { status, moderatedStatus: status } });

beforeEach(async () => {
  author = await enter(`author-${(made += 1)}`);
  ({ slug } = await publish(`A page of an author, part ${made}`));
  first = await post();
});

describe('the state of an author’s page changes', () => {
  const changes: Record<string, () => Promise<unknown>> = {
    'with a new comment': () => post(),
    'with an edit': () => editComment(first, { body: 'Better.', version: 1 }, { actor: author, now }),
    'when a comment is withdrawn': () => withdrawComment(first, { actor: author, now }),
    'when a comment is hidden': () => setStatus(first, 'hidden'),
    'when a comment is removed': () => setStatus(first, 'removed'),
    'when the verdict is retracted': () => retractVerdict(slug, { note: 'Invented.' }, operator),
    'when the verdict is unpublished': () => unpublishVerdict(slug, operator),
    'when the verdict has another title': () =>
      db().verdict.update({ where: { slug }, data: { title: 'Another title', version: { increment: 1 } } }),
    'with the role': () => changeRole(author.username, 'moderator'),
    'with a confirmed address': () =>
      db().user.update({
        where: { id: author.id },
        data: { email: `${author.username}@example.org`, emailConfirmedAt: now },
      }),
  };
  test.each(Object.entries(changes))('%s', async (_what, change) => {
    const before = await authorState(author.username);
    expect(before).not.toBeNull();
    expect(await authorState(author.username)).toBe(before);
    await change();
    expect(await authorState(author.username)).not.toBe(before);
  });

  test('when a comment is restored, and when its verdict is published again', async () => {
    const before = await authorState(author.username);
    await setStatus(first, 'hidden');
    const hidden = await authorState(author.username);
    await setStatus(first, 'visible');
    expect(await authorState(author.username)).toBe(before);
    await unpublishVerdict(slug, operator);
    const unpublished = await authorState(author.username);
    await republishVerdict(slug, operator);
    const after = await authorState(author.username);
    expect(hidden).not.toBe(before);
    expect(unpublished).not.toBe(before);
    expect(after).not.toBe(unpublished);
  });

  test('with what leaves the last page, which the count shows', async () => {
    for (let i = 0; i < 25; i++) await post();
    const before = await authorState(author.username);
    await withdrawComment(first, { actor: author, now });
    expect(await authorState(author.username)).not.toBe(before);
  });

  test('not with another author’s comments', async () => {
    const other = await enter(`other-${made}`);
    const before = await authorState(author.username);
    await post(other);
    expect(await authorState(author.username)).toBe(before);
  });
});

test('there is no state of a name that is unknown, being erased or erased', async () => {
  expect(await authorState('nobody-of-that-name')).toBeNull();
  const where = { id: author.id };
  await db().user.update({ where, data: { eraseAt: now } });
  expect(await authorState(author.username)).toBeNull();
  await db().user.update({ where, data: { eraseAt: null } });
  expect(await authorState(author.username)).not.toBeNull();
  await db().user.update({
    where,
    data: { username: null, skeleton: null, passwordHash: '', erasedAt: now },
  });
  expect(await authorState(author.username)).toBeNull();
});

test('any spelling of a name has the same state, in one query', async () => {
  const { result, queries } = await queriesOf(() => authorState(author.username.toUpperCase()));
  expect(result).toBe(await authorState(author.username));
  expect(queries.filter((text) => text.includes('users'))).toHaveLength(1);
});

test('pages follow each other without gaps, and comments on unpublished verdicts are left out', async () => {
  const ids = [first];
  for (let i = 0; i < 21; i++) ids.push(await post());
  const newest = await commentsByAuthor(author.id);
  expect(newest.items.map(({ id }) => id)).toEqual(ids.slice(2).reverse());
  const rest = await commentsByAuthor(author.id, newest.next!);
  expect(rest.items.map(({ id }) => id)).toEqual(ids.slice(0, 2).reverse());
  expect(rest.next).toBeNull();
  expect(await countCommentsBy(author.id)).toBe(22);
  await unpublishVerdict(slug, operator);
  expect((await commentsByAuthor(author.id)).items).toEqual([]);
  expect(await countCommentsBy(author.id)).toBe(0);
});

test('a number of comments that isn’t counted to its end says so', () => {
  expect([authored(0), authored(COUNTED - 1), authored(COUNTED)]).toEqual(['0', '999', '1,000+']);
});
