import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { listComments } from '#lib/discussion/reading/list-comments.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import type { CommentView } from '#lib/live/events.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { decideCase } from './decide-case.server.ts';
import type { DecideInput } from '../moderation-input.ts';
import { listLedger } from '#lib/moderation/ledger/list-ledger.server.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';
import { undoDecision } from './undo-decision.server.ts';

await freshDatabase({ limits: 'off' });

let now = new Date('2026-06-22T09:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
let [ada, grace, mary, morris, linus]: Actor[] = [];
let slug: string;
let title = 0;
let replies = 0;

beforeAll(async () => {
  ada = await enter('ada');
  grace = await enter('grace');
  [mary, morris] = [await enter('mary', 'moderator'), await enter('morris', 'moderator')];
  linus = await enter('linus', 'admin');
  // Old enough to report.
  await db().user.updateMany({ data: { createdAt: new Date('2026-01-01T00:00:00Z') } });
});
beforeEach(async () => {
  // An hour later each time: the same words again are no repetition then.
  now = later(24 * 3_600_000);
  replies = 0;
  ({ slug } = await publish(`On judging, part ${++title}`));
});

async function post(body: string, parentId?: string, actor = ada!): Promise<CommentView> {
  // What answers a reported comment had to wait a while.
  const at = parentId ? later(600_000 * ++replies) : now;
  return (await postComment(slug, { body, parentId, nonce: randomUUID() }, { actor, now: at })).comment;
}

/** A comment reported by linus, who as an admin needs no trust. @returns it and its case */
async function reported(body = 'You are all fools.', parentId?: string) {
  const comment = await post(body, parentId);
  await reportComment(
    comment.id,
    { reason: 'personal_attack' },
    { actor: linus!, now, address: '192.0.2.1' },
  );
  return { comment, caseId: await caseOf(comment.id) };
}
async function caseOf(commentId: string): Promise<string> {
  return (await db().case.findFirstOrThrow({ where: { commentId, state: 'open' } })).id;
}
function decide(caseId: string, input: Partial<DecideInput>, actor: Actor | null = mary!) {
  const whole = {
    kind: 'remove',
    version: 1,
    nonce: randomUUID(),
    replies: false,
    where: 'branch',
    ...input,
  } as const;
  return decideCase(caseId, whole, { actor, now });
}
const remove = (caseId: string, input: Partial<DecideInput> = {}, actor: Actor | null = mary!) =>
  decide(caseId, { reason: 'personal_attack', ...input }, actor);
const page = (actor: Actor | null = null) =>
  listComments(slug, { sort: 'oldest', limit: 50 }, { actor, now });
const count = async () => (await db().verdict.findUniqueOrThrow({ where: { slug } })).commentCount;
const inbox = (userId: string) =>
  db().notice.findMany({ where: { userId }, orderBy: { id: 'desc' }, select: { kind: true, data: true } });

describe('removing', () => {
  test('hides the text from all but moderators, closes the case, notifies author and reporter, and is logged', async () => {
    const { comment, caseId } = await reported();
    await remove(caseId, { note: 'Argue with the text.' });
    expect((await page()).items).toEqual([]);
    expect((await page(ada)).items).toEqual([]);
    expect(await findComment(comment.id, { actor: morris!, now })).toMatchObject({
      status: 'removed',
      body: 'You are all fools.',
    });
    expect(await count()).toBe(0);
    expect(await db().case.findUniqueOrThrow({ where: { id: caseId } })).toMatchObject({ state: 'decided' });
    expect((await inbox(ada!.id))[0]).toEqual({
      kind: 'removed',
      data: { reason: 'personal_attack', note: 'Argue with the text.' },
    });
    expect((await inbox(linus!.id))[0]).toEqual({ kind: 'report_outcome', data: { outcome: 'upheld' } });
    const [entry] = (await listLedger({ limit: 1 })).items;
    expect(entry).toMatchObject({
      kind: 'remove',
      reason: 'personal_attack',
      actor: 'mary',
      place: `/v/${slug}#c-${comment.id}`,
    });
  });

  test('leaves a nameless tombstone above replies, which goes with the last of them', async () => {
    const { comment, caseId } = await reported();
    const reply = await post('Are we?', comment.id, grace);
    await remove(caseId);
    const [tombstone] = (await page()).items;
    expect(tombstone).toMatchObject({
      id: comment.id,
      status: 'removed',
      author: null,
      body: null,
      html: null,
    });
    expect(await count()).toBe(1);
    await withdrawComment(reply.id, { actor: grace!, now });
    expect((await page()).items).toEqual([]);
  });

  test('with replies removes the branch: one row in the log, and each author can appeal', async () => {
    const { comment, caseId } = await reported();
    const other = await post('Beside it.', undefined, grace);
    const reply = await post('Are we?', comment.id, grace);
    await post('We are.', reply.id);
    const rows = await db().ledgerEntry.count();
    await remove(caseId, { replies: true });
    expect((await page()).items.map(({ id }) => id)).toEqual([other.id]);
    expect(await count()).toBe(1);
    expect(await db().ledgerEntry.count()).toBe(rows + 1);
    expect(await db().decision.count({ where: { caseId, kind: 'remove' } })).toBe(3);
    expect((await inbox(grace!.id))[0]).toMatchObject({ kind: 'removed' });
  });

  test('needs a reason', async () => {
    const { caseId } = await reported();
    await expect(decide(caseId, {})).rejects.toMatchObject({ code: 'reason-needed' });
    await expect(decide(caseId, { reason: 'reports_wrong' })).rejects.toMatchObject({
      code: 'reason-needed',
    });
  });
});

describe('keeping', () => {
  test('restores a hidden comment in its place', async () => {
    const top = await post('Top.', undefined, grace);
    const { comment, caseId } = await reported('Fools.', top.id);
    await decide(caseId, { kind: 'hold', reason: 'heated' });
    expect((await page()).items).toMatchObject([{ id: top.id, replies: 0 }]);
    expect((await inbox(ada!.id))[0]).toMatchObject({ kind: 'hidden' });
    await decide(caseId, { kind: 'keep' });
    expect((await page()).items).toMatchObject([
      { id: top.id, replies: 1 },
      { id: comment.id, body: 'Fools.' },
    ]);
    expect((await inbox(ada!.id))[0]).toMatchObject({ kind: 'restored' });
    expect((await inbox(linus!.id))[0]).toEqual({ kind: 'report_outcome', data: { outcome: 'rejected' } });
    expect(await count()).toBe(2);
  });
});

test('a comment with replies that is removed and restored is counted once by its parent', async () => {
  const top = await post('Top.', undefined, grace);
  const { comment, caseId } = await reported('Fools.', top.id);
  const reply = await post('Are we?', comment.id, grace);
  const counts = async () => (await page()).items.map(({ id, replies }) => [id, replies]);
  const whole = [
    [top.id, 1],
    [comment.id, 1],
    [reply.id, 0],
  ];
  expect(await counts()).toEqual(whole);
  await decide(caseId, { kind: 'hold', reason: 'heated' });
  expect(await counts()).toEqual(whole);
  await decide(caseId, { kind: 'keep' });
  expect(await counts()).toEqual(whole);
  await withdrawComment(reply.id, { actor: grace!, now });
  expect(await counts()).toEqual([
    [top.id, 1],
    [comment.id, 0],
  ]);
});

describe('a decision', () => {
  test('on an outdated revision is refused with the current case', async () => {
    const { comment, caseId } = await reported();
    const { editComment } = await import('#lib/discussion/posting/edit-comment.server.ts');
    await editComment(comment.id, { body: 'You are all wise.', version: 1 }, { actor: ada!, now });
    await expect(remove(caseId)).rejects.toMatchObject({
      code: 'case-changed',
      status: 409,
      details: { state: { id: caseId, comment: { version: 2, excerpt: 'You are all wise.' } } },
    });
    await remove(caseId, { version: 2 });
  });

  test('by two moderators at once is made once: the other gets the decided case', async () => {
    const { caseId } = await reported();
    const rows = await db().ledgerEntry.count();
    const both = await Promise.allSettled([remove(caseId), remove(caseId, {}, morris)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find((one) => one.status === 'rejected')!;
    expect(lost.reason).toMatchObject({ code: 'case-changed', details: { state: { open: false } } });
    expect(await db().ledgerEntry.count()).toBe(rows + 1);
  });

  test('is idempotent when repeated after a lost response, also concurrently', async () => {
    const { caseId } = await reported();
    const nonce = randomUUID();
    const rows = await db().ledgerEntry.count();
    const sent = await Promise.all(Array.from({ length: 5 }, () => remove(caseId, { nonce })));
    const again = await remove(caseId, { nonce });
    expect(new Set([...sent, again].map(({ id }) => id)).size).toBe(1);
    expect(sent.filter(({ fresh }) => fresh)).toHaveLength(1);
    expect(await db().ledgerEntry.count()).toBe(rows + 1);
  });

  test('can’t be made by readers, when signed out, or on one’s own comment', async () => {
    const { caseId } = await reported();
    await expect(remove(caseId, {}, ada)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(remove(caseId, {}, null)).rejects.toMatchObject({ code: 'sign-in-first' });
    const own = await post('Mine.', undefined, mary);
    await reportComment(own.id, { reason: 'spam' }, { actor: linus!, now, address: '192.0.2.1' });
    await expect(remove(await caseOf(own.id))).rejects.toMatchObject({ code: 'own-case' });
    await expect(remove(randomUUID())).rejects.toMatchObject({ code: 'case-not-found' });
  });

  test('leaves a withdrawn comment as it is', async () => {
    const { comment, caseId } = await reported();
    await withdrawComment(comment.id, { actor: ada!, now });
    await expect(remove(caseId)).rejects.toMatchObject({ code: 'not-possible-now' });
    await decide(caseId, { kind: 'keep' });
    const row = await db().comment.findUniqueOrThrow({ where: { id: comment.id } });
    expect(row.status).toBe('withdrawn');
  });
});

describe('undoing a decision', () => {
  const undo = (decision: string, actor = mary!, at = later(9_000)) =>
    undoDecision({ decision, nonce: randomUUID() }, { actor, now: at });

  test('within ten seconds restores comment, case and reports; the log keeps both rows', async () => {
    const top = await post('Top.', undefined, grace);
    const { comment, caseId } = await reported('Fools.', top.id);
    const reply = await post('Are we?', comment.id, grace);
    const before = await page();
    const rows = await db().ledgerEntry.count();
    const { id } = await remove(caseId, { replies: true });
    expect((await page()).items).toHaveLength(1);
    expect(await undo(id)).toMatchObject({ kind: 'undo', caseId, item: { reportCount: 1 } });
    expect((await page()).items.map(({ id, body, replies }) => [id, body, replies])).toEqual(
      before.items.map(({ id, body, replies }) => [id, body, replies]),
    );
    expect((await page()).items.map(({ id }) => id)).toContain(reply.id);
    expect(await count()).toBe(3);
    expect(await db().ledgerEntry.count()).toBe(rows + 2);
    expect(await db().notice.count({ where: { decisionId: id } })).toBe(0);
    await remove(caseId);
  });

  test('is refused after that, for other moderators, and a second time', async () => {
    const { caseId } = await reported();
    const { id } = await remove(caseId);
    await expect(undo(id, mary, later(16_000))).rejects.toMatchObject({ code: 'too-late-to-undo' });
    await expect(undo(id, morris)).rejects.toMatchObject({ code: 'not-found' });
    await undo(id);
    await expect(undo(id)).rejects.toMatchObject({ code: 'not-possible-now' });
  });

  test('works for a hold and a lock', async () => {
    const { comment, caseId } = await reported();
    await undo((await decide(caseId, { kind: 'hold', reason: 'heated' })).id);
    expect((await page()).items).toMatchObject([{ id: comment.id, status: 'visible' }]);
    const { id } = await decide(caseId, { kind: 'lock' });
    await expect(post('Hm.', comment.id, grace)).rejects.toMatchObject({ code: 'thread-locked' });
    await undo(id);
    await db().report.deleteMany({ where: { caseId } });
    await post('Hm.', comment.id, grace);
  });
});

describe('erasing', () => {
  test('is for admins: text, revisions and the copies in reports are deleted, the row in the log stays', async () => {
    const { comment, caseId } = await reported('Her number is 555-0100.');
    await expect(decide(caseId, { kind: 'erase', reason: 'private_data' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await decide(caseId, { kind: 'erase', reason: 'private_data' }, linus);
    const found = await db().$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM (
        SELECT body FROM comments UNION ALL SELECT html FROM comments UNION ALL SELECT body FROM reports
        UNION ALL SELECT body FROM comment_revisions UNION ALL SELECT data::text FROM notices
      ) texts WHERE body LIKE '%555-0100%'`;
    expect(found[0]!.n).toBe(0);
    expect(await findComment(comment.id, { actor: mary!, now })).toMatchObject({
      status: 'removed',
      body: '',
    });
    await expect(decide(caseId, { kind: 'restore' })).rejects.toMatchObject({ code: 'not-possible-now' });
  });
});
