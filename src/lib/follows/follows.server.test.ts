import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { blockPerson } from './block-person.server.ts';
import { findLevels, findPersonState } from './find-follow-state.server.ts';
import { MAX_FOLLOWS } from './follow.ts';
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
    { kind: 'verdict', target: verdict.slug, id: verdict.id },
    { kind: 'branch', target: comment.id, id: comment.id },
    { kind: 'person', target: 'Grace', id: grace.id },
  ] as const;
  for (const { kind, target, id } of targets)
    for (const level of ['follow', 'mute', 'mute', 'normal', 'follow'] as const) {
      expect(await setFollow({ kind, target, level }, ada)).toEqual({ level });
      expect([kind, (await findLevels(ada, [id]))(id)]).toEqual([kind, level]);
    }
  const ids = targets.map(({ id }) => id);
  expect(ids.map(await findLevels(grace, ids))).toEqual(['normal', 'normal', 'normal']);
});

test('a blocked person is no longer followed, and unblocking leaves the rest as it is', async () => {
  await setFollow({ kind: 'person', target: 'grace', level: 'follow' }, ada);
  for (let twice = 0; twice < 2; twice++)
    expect(await blockPerson({ target: 'grace', blocked: true }, ada)).toEqual({ blocked: true });
  expect(await findPersonState(grace.id, ada)).toEqual({ level: 'normal', blocked: true });
  await blockPerson({ target: 'grace', blocked: false }, ada);
  expect(await findPersonState(grace.id, ada)).toEqual({ level: 'normal', blocked: false });
  expect(await findPersonState(grace.id, grace)).toBeNull();
  expect(await findPersonState(grace.id, null)).toBeNull();
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

test('an account follows a thousand at most, and can always stop', async () => {
  const doris = await enter('doris');
  await db().follow.createMany({
    data: Array.from({ length: MAX_FOLLOWS }, () => ({
      ...{ userId: doris.id, targetId: randomUUID(), kind: 'branch' as const, level: 'mute' as const },
    })),
  });
  const follow = { kind: 'verdict', target: verdict.slug } as const;
  await expect(setFollow({ ...follow, level: 'follow' }, doris)).rejects.toMatchObject({
    code: 'follows-full',
  });
  await expect(blockPerson({ target: 'ada', blocked: true }, doris)).rejects.toMatchObject({
    code: 'follows-full',
  });
  expect(await setFollow({ ...follow, level: 'normal' }, doris)).toEqual({ level: 'normal' });
});
