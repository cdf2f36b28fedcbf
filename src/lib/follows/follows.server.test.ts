import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { blockPerson } from './block-person.server.ts';
import { MAX_FOLLOWS } from './follow.ts';
import { findFollow, listFollows } from './list-follows.server.ts';
import { setFollow } from './set-follow.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-05-22T09:00:00Z');
let ada: Actor;
let grace: Actor;
let verdict: { id: string; slug: string };
beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
  verdict = await publish('On following');
});

test('a verdict, a branch and a person are followed, muted and reset, each for oneself', async () => {
  const { comment } = await postComment(verdict.slug, { body: 'A branch.' }, { actor: grace, now });
  const targets = [
    { kind: 'verdict', target: verdict.slug },
    { kind: 'branch', target: comment.id },
    { kind: 'person', target: 'Grace' },
  ] as const;
  for (const { kind, target } of targets)
    for (const level of ['follow', 'mute', 'mute', 'normal', 'follow'] as const) {
      expect(await setFollow({ kind, target, level }, ada)).toEqual({ level });
      expect(await findFollow({ kind, target }, ada)).toMatchObject({ kind, level });
    }
  const { follows } = await listFollows({}, ada);
  const labels = ['The comment by grace on On following', 'On following', 'grace'];
  expect(follows.items.map(({ label }) => label).sort()).toEqual(labels.sort());
  for (const { kind, target } of targets.slice(0, 2))
    expect(await findFollow({ kind, target }, grace)).toMatchObject({ level: 'normal', blocked: null });
});

test('a blocked person is no longer followed, and unblocking leaves the rest as it is', async () => {
  await setFollow({ kind: 'person', target: 'grace', level: 'follow' }, ada);
  for (let twice = 0; twice < 2; twice++)
    expect(await blockPerson({ target: 'grace', blocked: true }, ada)).toEqual({ blocked: true });
  const person = { kind: 'person', target: 'grace' } as const;
  expect(await findFollow(person, ada)).toMatchObject({ level: 'normal', blocked: true });
  expect((await listFollows({}, ada)).blocked.items).toMatchObject([{ target: 'grace' }]);
  await blockPerson({ target: 'grace', blocked: false }, ada);
  expect(await findFollow(person, ada)).toMatchObject({ level: 'normal', blocked: false });
  await expect(findFollow(person, grace)).rejects.toMatchObject({ code: 'not-yourself' });
  await expect(findFollow(person, null)).rejects.toMatchObject({ code: 'sign-in-first' });
});

test('what isn’t there, isn’t public, or is oneself can’t be followed or blocked', async () => {
  const follow = (kind: 'verdict' | 'branch' | 'person', target: string, actor: Actor | null = ada) =>
    setFollow({ kind, target, level: 'follow' }, actor);
  const pending = await db().comment.create({
    data: {
      ...{ verdictId: verdict.id, authorId: grace.id, depth: 0, path: 'f0000001', body: 'x', html: 'x' },
      ...{ renderer: 1, seq: 0, status: 'pending', moderatedStatus: 'pending' },
    },
  });
  const hidden = await publish('On what is not public');
  await db().verdict.update({ where: { id: hidden.id }, data: { state: 'unpublished' } });
  for (const [attempt, code] of [
    [() => follow('verdict', 'nowhere'), 'verdict-not-found'],
    [() => follow('verdict', hidden.slug), 'verdict-not-found'],
    [() => follow('branch', randomUUID()), 'comment-not-found'],
    [() => follow('branch', 'nonsense'), 'comment-not-found'],
    [() => follow('branch', pending.id), 'comment-not-found'],
    [() => follow('person', 'nobody-here'), 'user-not-found'],
    [() => follow('person', 'ada'), 'not-yourself'],
    [() => follow('person', 'grace', null), 'sign-in-first'],
    [() => blockPerson({ target: 'ada', blocked: true }, ada), 'not-yourself'],
    [() => blockPerson({ target: 'grace', blocked: true }, null), 'sign-in-first'],
  ] as const)
    await expect(attempt()).rejects.toMatchObject({ code });
});

test('an account follows a thousand at most, can always change or stop that, and still block', async () => {
  const doris = await enter('doris');
  await db().follow.createMany({
    data: Array.from({ length: MAX_FOLLOWS }, () => ({
      ...{ userId: doris.id, targetId: randomUUID(), kind: 'branch' as const, level: 'mute' as const },
    })),
  });
  const { targetId } = await db().follow.findFirstOrThrow({ where: { userId: doris.id } });
  const follow = { kind: 'verdict', target: verdict.slug } as const;
  await expect(setFollow({ ...follow, level: 'follow' }, doris)).rejects.toMatchObject({
    code: 'follows-full',
  });
  await db().follow.updateMany({ where: { userId: doris.id, targetId }, data: { targetId: verdict.id } });
  expect(await setFollow({ ...follow, level: 'follow' }, doris)).toEqual({ level: 'follow' });
  expect(await blockPerson({ target: 'ada', blocked: true }, doris)).toEqual({ blocked: true });
  expect(await setFollow({ ...follow, level: 'normal' }, doris)).toEqual({ level: 'normal' });
});

test('lists are paged, each entry once, and never name what isn’t public any more', async () => {
  const emil = await enter('emil');
  const people: Actor[] = [];
  for (let n = 0; n < 32; n++) people.push(await enter(`p-${n}`));
  for (const { username } of people)
    await setFollow({ kind: 'person', target: username, level: 'mute' }, emil);
  const { follows: one } = await listFollows({}, emil);
  const { follows: two } = await listFollows({ cursor: one.next! }, emil);
  const labels = [...one.items, ...two.items].map(({ label }) => label);
  expect([one.items.length, two.items.length, two.next, new Set(labels).size]).toEqual([30, 2, null, 32]);
  const { comment } = await postComment(verdict.slug, { body: 'Soon gone.' }, { actor: grace, now });
  const doris = await enter('doris-2');
  await setFollow({ kind: 'branch', target: comment.id, level: 'follow' }, doris);
  await db().comment.update({
    where: { id: comment.id },
    data: { status: 'removed', moderatedStatus: 'removed' },
  });
  const { items } = (await listFollows({}, doris)).follows;
  expect(items.map(({ label }) => label)).toEqual(['A comment on On following']);
});
