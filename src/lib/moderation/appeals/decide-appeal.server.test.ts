import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { listComments } from '#lib/discussion/reading/list-comments.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { decideOn, reportedComment } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { APPEAL_WINDOW } from '#lib/moderation/cases/case.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { decideAppeal } from './decide-appeal.server.ts';
import type { AppealDecisionInput } from '#lib/moderation/moderation-input.ts';
import { fileAppeal } from './file-appeal.server.ts';
import { findCase } from '#lib/moderation/cases/find-case.server.ts';

await freshDatabase({ limits: 'off' });

let now = new Date('2026-06-22T09:00:00Z');
let [ada, grace, mary, morris, linus]: Actor[] = [];
let slug: string;
let title = 0;
let posted = 0;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
  [mary, morris] = [await enter('mary', 'moderator'), await enter('morris', 'moderator')];
  linus = await enter('linus', 'admin');
});
beforeEach(async () => {
  now = new Date(now.getTime() + 24 * 3_600_000);
  ({ slug } = await publish(`On looking twice, part ${++title}`));
});

/** A comment by ada that mary removed. @returns the decision, and the comment */
async function removed() {
  const { comment, caseId } = await reportedComment(slug, {
    author: ada!,
    reporter: linus!,
    body: `Fools, no. ${++posted}.`,
    now,
  });
  const { id } = await decideOn(caseId, {}, { actor: mary!, now });
  return { decision: id, comment };
}
const appeal = (decision: string, actor: Actor | null = ada!, at = now) =>
  fileAppeal({ decision, text: 'I quoted the paper.' }, { actor, now: at });
async function appealed() {
  const { decision, comment } = await removed();
  await appeal(decision);
  const { caseId } = await db().appeal.findUniqueOrThrow({ where: { decisionId: decision } });
  return { decision, comment, caseId };
}
const decide = (
  caseId: string,
  outcome: AppealDecisionInput['outcome'],
  actor: Actor = morris!,
  more: Partial<AppealDecisionInput> = {},
) => decideAppeal(caseId, { outcome, nonce: randomUUID(), ...more }, { actor, now });
const visible = async () =>
  (await listComments(slug, { sort: 'oldest', limit: 50 }, { actor: null, now })).items.map(({ id }) => id);
const lastNotice = (userId: string) => db().notice.findFirst({ where: { userId }, orderBy: { id: 'desc' } });

test('overturned, it restores the comment, notifies its author, and the reports count as wrong', async () => {
  const { comment, caseId } = await appealed();
  expect(await findCase(caseId, { actor: morris!, now })).toMatchObject({
    kind: 'appeal',
    appealView: {
      text: 'I quoted the paper.',
      mayDecide: true,
      decision: { kind: 'remove', moderator: 'mary' },
    },
  });
  await decide(caseId, 'overturned');
  expect(await visible()).toEqual([comment.id]);
  expect(await lastNotice(ada!.id)).toMatchObject({
    kind: 'appeal_outcome',
    data: { outcome: 'overturned' },
  });
  expect(await db().report.findMany({ where: { commentId: comment.id } })).toMatchObject([
    { state: 'rejected' },
  ]);
  expect((await checkEverything()).differences.filter(({ what }) => !what.startsWith('a removal'))).toEqual(
    [],
  );
});

test('upheld or with another reason, the comment stays removed', async () => {
  await decide((await appealed()).caseId, 'upheld');
  const { caseId } = await appealed();
  await expect(decide(caseId, 'reason_changed')).rejects.toMatchObject({ code: 'reason-needed' });
  await decide(caseId, 'reason_changed', morris, { reason: 'off_topic' });
  expect(await visible()).toEqual([]);
  expect(await lastNotice(ada!.id)).toMatchObject({
    data: { outcome: 'reason_changed', reason: 'off_topic' },
  });
});

test('can’t be decided by the first moderator, which the database enforces too', async () => {
  const { caseId, decision } = await appealed();
  expect(await findCase(caseId, { actor: mary!, now })).toMatchObject({ appealView: { mayDecide: false } });
  await expect(decide(caseId, 'upheld', mary)).rejects.toMatchObject({ code: 'own-decision' });
  const force = (nobodyElse: boolean) =>
    db().appeal.update({
      where: { decisionId: decision },
      data: { state: 'upheld', decidedById: mary!.id, decidedAt: now, nobodyElse },
    });
  await expect(force(false)).rejects.toThrow(/decided first/);
  await expect(force(true)).rejects.toThrow(/decided first/);
});

test('can be decided by the admin who decided first if there is no other moderator', async () => {
  const { comment, caseId } = await reportedComment(slug, {
    author: ada!,
    reporter: mary!,
    body: `Fools, no. ${++posted}.`,
    now,
  });
  const { id: decision } = await decideOn(caseId, {}, { actor: linus!, now });
  await appeal(decision);
  const { caseId: appealCase } = await db().appeal.findUniqueOrThrow({ where: { decisionId: decision } });
  await expect(decide(appealCase, 'overturned', linus)).rejects.toMatchObject({ code: 'own-decision' });
  await db().user.updateMany({ where: { role: 'moderator' }, data: { role: 'reader' } });
  try {
    await decide(appealCase, 'overturned', linus);
  } finally {
    await db().user.updateMany({
      where: { username: { in: ['mary', 'morris'] } },
      data: { role: 'moderator' },
    });
  }
  expect(await visible()).toEqual([comment.id]);
});

test('can be filed once, in time, by the subject of the decision', async () => {
  const { decision } = await removed();
  await expect(appeal(decision, null)).rejects.toMatchObject({ code: 'sign-in-first' });
  await expect(appeal(decision, grace)).rejects.toMatchObject({ code: 'not-found' });
  const late = new Date(now.getTime() + APPEAL_WINDOW + 1);
  await expect(appeal(decision, ada, late)).rejects.toMatchObject({ code: 'appeal-too-late' });
  const both = await Promise.allSettled([appeal(decision), appeal(decision)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(appeal(decision)).rejects.toMatchObject({ code: 'appealed-already' });
});

test('decided by two at once is decided once', async () => {
  const { caseId } = await appealed();
  const both = await Promise.allSettled([decide(caseId, 'overturned'), decide(caseId, 'upheld', linus)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find((one) => one.status === 'rejected')!.reason).toMatchObject({ code: 'case-changed' });
});

test('can only be decided by moderators', async () => {
  const { caseId } = await appealed();
  await expect(decide(caseId, 'overturned', ada)).rejects.toMatchObject({ code: 'forbidden' });
});
