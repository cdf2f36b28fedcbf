// An appeal and an undo of the same decision at the same time: one of them is refused, whichever comes first.
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { inOrder as inLockOrder } from '../../../../tests/support/in-order.ts';
import { decideOn, reportedComment } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { decideAppeal } from './decide-appeal.server.ts';
import type { DecideInput } from '#lib/moderation/moderation-input.ts';
import { fileAppeal } from './file-appeal.server.ts';
import { liftRestriction } from '#lib/moderation/restrictions/lift-restriction.server.ts';
import { undoDecision } from '#lib/moderation/decisions/undo-decision.server.ts';

const url = await freshDatabase({ limits: 'off' });

let now = new Date('2026-06-22T09:00:00Z');
let [ada, grace, mary, linus]: Actor[] = [];
let slug: string;
let written = 0;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
  [mary, linus] = [await enter('mary', 'moderator'), await enter('linus', 'admin')];
  ({ slug } = await publish('On looking twice'));
});
beforeEach(() => {
  now = new Date(now.getTime() + 24 * 3_600_000);
});

const REMOVAL: Partial<DecideInput> = { kind: 'remove' };
const RESTRICTION: Partial<DecideInput> = { kind: 'restrict', scope: 'vote', term: 'week' };

async function decision(input: Partial<DecideInput>): Promise<string> {
  const body = `Fools, no. ${++written}.`;
  const { caseId } = await reportedComment(slug, { author: ada!, reporter: linus!, body, now });
  return (await decideOn(caseId, input, { actor: mary!, now })).id;
}
const appeal = (id: string, actor = ada!) =>
  fileAppeal({ decision: id, text: 'I quoted the paper.' }, { actor, now });
const undo = (id: string) => undoDecision({ decision: id, nonce: randomUUID() }, { actor: mary!, now });

const inOrder = (id: string, acts: (() => Promise<unknown>)[]) =>
  inLockOrder(url, { table: 'decisions', id }, acts);

const both = async (id: string) => [
  await db().appeal.count({ where: { decisionId: id } }),
  await db().decision.count({ where: { undoesId: id } }),
];

test.each([
  ['a removal', REMOVAL],
  ['a restriction', RESTRICTION],
])('the appeal against %s comes first: the undo is refused', async (_, input) => {
  const id = await decision(input);
  const [filed, undone] = await inOrder(id, [() => appeal(id), () => undo(id)]);
  expect(filed).toMatchObject({ status: 'fulfilled' });
  expect(undone).toMatchObject({ status: 'rejected', reason: { code: 'not-possible-now' } });
  expect(await both(id)).toEqual([1, 0]);
});

test.each([
  ['a removal', REMOVAL],
  ['a restriction', RESTRICTION],
])('the undo of %s comes first: the appeal is refused, and leaves no case', async (_, input) => {
  const id = await decision(input);
  const cases = await db().case.count({ where: { isAppeal: true } });
  const [undone, filed] = await inOrder(id, [() => undo(id), () => appeal(id)]);
  expect(undone).toMatchObject({ status: 'fulfilled' });
  expect(filed).toMatchObject({ status: 'rejected', reason: { code: 'appeal-not-possible' } });
  expect(await both(id)).toEqual([0, 1]);
  expect(await db().case.count({ where: { isAppeal: true } })).toBe(cases);
});

test('of two simultaneous appeals, the second is refused', async () => {
  const id = await decision(REMOVAL);
  const [first, second] = await inOrder(id, [() => appeal(id), () => appeal(id)]);
  expect(first).toMatchObject({ status: 'fulfilled' });
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'appealed-already' } });
});

test('with eight racing freely, each decision has one outcome', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 8; i++) ids.push(await decision(i % 2 ? REMOVAL : RESTRICTION));
  const done = await Promise.allSettled(
    ids.flatMap((id, i) => (i % 3 ? [appeal(id), undo(id)] : [undo(id), appeal(id)])),
  );
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(ids.length);
  for (const id of ids) expect((await both(id)).toSorted()).toEqual([0, 1]);
});

test('undoing a lift doesn’t restore a restriction that has been overturned or undone since', async () => {
  const lifted = async () => {
    const id = await decision(RESTRICTION);
    const restriction = await db().restriction.findFirstOrThrow({ where: { decisionId: id } });
    const input = { restriction: restriction.id, nonce: randomUUID() };
    return { id, restriction, lift: () => liftRestriction(input, { actor: mary!, now }) };
  };
  const isLifted = async ({ id }: { id: string }) =>
    (await db().restriction.findUniqueOrThrow({ where: { id } })).liftedAt !== null;

  const overturned = await lifted();
  await appeal(overturned.id);
  const first = await overturned.lift();
  const { caseId } = await db().appeal.findUniqueOrThrow({ where: { decisionId: overturned.id } });
  await decideAppeal(caseId, { outcome: 'overturned', nonce: randomUUID() }, { actor: linus!, now });
  await expect(undo(first.id)).rejects.toMatchObject({ code: 'not-possible-now' });
  expect(await isLifted(overturned.restriction)).toBe(true);

  const undone = await lifted();
  const second = await undone.lift();
  await undo(undone.id);
  await expect(undo(second.id)).rejects.toMatchObject({ code: 'not-possible-now' });
  expect(await isLifted(undone.restriction)).toBe(true);

  const restricted = await lifted();
  await undo((await restricted.lift()).id);
  expect(await isLifted(restricted.restriction)).toBe(false);
});

test('a reply removed with its branch is restored by undoing the whole removal', async () => {
  const body = `Fools, no. ${++written}.`;
  const branch = async () => {
    const { comment, caseId } = await reportedComment(slug, { author: ada!, reporter: linus!, body, now });
    const reply = { body: `Indeed, no. ${++written}.`, parentId: comment.id, nonce: randomUUID() };
    const later = new Date(now.getTime() + 3_600_000);
    const { comment: below } = await postComment(slug, reply, { actor: grace!, now: later });
    const { id } = await decideOn(caseId, { kind: 'remove', replies: true }, { actor: mary!, now });
    return { id, part: (await db().decision.findFirstOrThrow({ where: { commentId: below.id } })).id };
  };
  const undone = await branch();
  await undo(undone.id);
  await expect(appeal(undone.part, grace)).rejects.toMatchObject({ code: 'appeal-not-possible' });
  now = new Date(now.getTime() + 3_600_000);
  const appealed = await branch();
  await appeal(appealed.part, grace);
  await expect(undo(appealed.id)).rejects.toMatchObject({ code: 'not-possible-now' });
});
