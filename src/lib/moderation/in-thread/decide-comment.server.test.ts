import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { undoDecision } from '#lib/moderation/decisions/undo-decision.server.ts';
import { fileAppeal } from '#lib/moderation/appeals/file-appeal.server.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import type { DecideCommentInput } from '#lib/moderation/moderation-input.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';
import { listNotices } from '#lib/notices/list-notices.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { decideComment } from './decide-comment.server.ts';
import { findCommentToModerate } from './find-comment-to-moderate.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-05-22T09:00:00Z');
let ada: Actor;
let mary: Actor;
let morris: Actor;
let linus: Actor;
let slug: string;
let id: string;
let title = 0;
let posted = 0;

beforeAll(async () => {
  [ada, mary] = [await enter('ada'), await enter('mary', 'moderator')];
  [morris, linus] = [await enter('morris', 'moderator'), await enter('linus', 'admin')];
});
beforeEach(async () => {
  ({ slug } = await publish(`On reading, part ${++title}`));
  id = await post(ada);
});

async function post(actor: Actor, parentId?: string): Promise<string> {
  const input = { body: `Comment no. ${++posted}.`, nonce: randomUUID(), parentId };
  return (await postComment(slug, input, { actor, now: new Date(now.getTime() + title * 86_400_000) }))
    .comment.id;
}
const decide = (input: Partial<DecideCommentInput>, actor: Actor | null = mary, comment = id) =>
  decideComment(
    comment,
    {
      ...{ kind: 'remove', version: 1, nonce: randomUUID(), replies: false, where: 'branch' },
      ...{ reason: input.kind === 'lock' || input.kind === 'keep' ? undefined : 'spam', note: undefined },
      ...{ scope: undefined, term: undefined },
      ...input,
    },
    { actor, now },
  );
const cases = () => db().case.findMany({ where: { commentId: id }, orderBy: { openedAt: 'asc' } });
const statusOf = async () => (await findComment(id, { actor: linus, now })).status;
const look = (actor: Actor | null) => findCommentToModerate(id, { actor, now });

test('a decision without a case opens and closes one, with notice and row in the log', async () => {
  const { caseId, item, fresh, undoUntil } = await decide({ note: 'Not here.' });
  expect({ item, fresh, undoable: undoUntil !== null }).toEqual({ item: null, fresh: true, undoable: true });
  expect(await cases()).toMatchObject([{ id: caseId, state: 'decided', held: false }]);
  expect(await statusOf()).toBe('removed');
  const { items } = await listNotices({ limit: 1 }, ada);
  expect(items).toMatchObject([{ kind: 'removed', data: { reason: 'spam', note: 'Not here.' } }]);
  // Its author reads what was removed; no one else does in a notice.
  expect(items[0]!.comment!.excerpt).toBe(`Comment no. ${posted}.`);
  const [row] = await db().ledgerEntry.findMany({ orderBy: { no: 'desc' }, take: 1 });
  expect(row).toMatchObject({ kind: 'remove', reason: 'spam', place: expect.stringContaining(id) });
  await fileAppeal({ decision: items[0]!.decision!.id, text: 'Look again.' }, { actor: ada, now });
  expect((await checkEverything()).differences).toEqual([]);
});

test('a warning and a lock leave the comment, and no case in the queue', async () => {
  await decide({ kind: 'warn' });
  await decide({ kind: 'lock' });
  expect(await statusOf()).toBe('visible');
  expect((await cases()).map(({ state }) => state)).toEqual(['decided', 'decided']);
  expect(await look(mary)).toMatchObject({ openCase: null, locked: { branch: true, thread: false } });
});

test('a hold stays in the queue until it is decided, in the thread too', async () => {
  const { item } = await decide({ kind: 'hold' });
  expect(item).toMatchObject({ kind: 'held' });
  expect(await statusOf()).toBe('hidden');
  const { decisions, openCase } = await look(morris);
  expect(decisions).toEqual(['keep', 'remove', 'lock', 'warn']);
  await decide({ kind: 'keep' }, morris);
  expect(await cases()).toMatchObject([{ id: openCase!.id, state: 'decided' }]);
  expect(await statusOf()).toBe('visible');
});

test('a reported comment’s own case is decided, and its reports with it', async () => {
  await reportComment(id, { reason: 'hate' }, { actor: linus, now, address: '192.0.2.1' });
  expect(await look(mary)).toMatchObject({ openCase: { reportCount: 1, reason: 'hate' } });
  await decide({});
  expect(await cases()).toMatchObject([{ state: 'decided' }]);
  expect(await db().report.findMany({ where: { commentId: id } })).toMatchObject([{ state: 'upheld' }]);
});

test('a decision is undone within ten seconds: nothing stays open, and the notice is gone', async () => {
  for (const kind of ['remove', 'hold', 'lock', 'warn'] as const) {
    const decided = await decide({ kind });
    await undoDecision({ decision: decided.id, nonce: randomUUID() }, { actor: mary, now });
    expect(await statusOf()).toBe('visible');
    expect(await look(mary)).toMatchObject({ openCase: null, locked: { branch: false } });
  }
  const { items } = await listNotices({ limit: 20 }, ada);
  expect(items.filter(({ comment }) => comment?.id === id)).toEqual([]);
});

test('the same request again is one decision; two moderators at once make one', async () => {
  const nonce = randomUUID();
  const first = await decide({ nonce });
  expect(await decide({ nonce })).toMatchObject({ id: first.id, fresh: false });
  id = await post(ada);
  const both = await Promise.allSettled([decide({}, mary), decide({}, morris)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [lost] = both.filter((each) => each.status === 'rejected');
  expect(lost!.reason).toMatchObject({ status: 409 });
  expect(await cases()).toHaveLength(1);
});

test('an edited comment isn’t decided on by what it said before, and no case is left', async () => {
  await editComment(id, { body: 'Something else.', version: 1 }, { actor: ada, now });
  await expect(decide({})).rejects.toMatchObject({ code: 'case-changed', status: 409 });
  expect(await cases()).toEqual([]);
  await decide({ version: 2 });
  expect(await statusOf()).toBe('removed');
});

test('a branch is removed with its replies, and comes back with the undo', async () => {
  const reply = await post(linus, id);
  const { id: decision } = await decide({ replies: true });
  expect((await findComment(reply, { actor: linus, now })).status).toBe('removed');
  await undoDecision({ decision, nonce: randomUUID() }, { actor: mary, now });
  expect((await findComment(reply, { actor: null, now })).status).toBe('visible');
});

test('only moderators decide, and not on their own comments; an admin may', async () => {
  for (const act of [decide, (_: object, actor: Actor | null) => look(actor)]) {
    await expect(act({}, ada)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(act({}, null)).rejects.toMatchObject({ code: 'sign-in-first' });
  }
  await expect(decide({}, mary, randomUUID())).rejects.toMatchObject({ code: 'comment-not-found' });
  await expect(decide({ kind: 'erase', reason: 'private_data' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(decide({ reason: undefined })).rejects.toMatchObject({ code: 'reason-needed' });
  id = await post(mary);
  await expect(decide({})).rejects.toMatchObject({ code: 'own-case' });
  expect(await look(mary)).toMatchObject({ decisions: [], barred: expect.stringContaining('own comment') });
  id = await post(linus);
  expect(await decide({}, linus)).toMatchObject({ kind: 'remove' });
});
