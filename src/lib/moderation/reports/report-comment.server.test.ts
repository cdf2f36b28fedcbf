import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { listChanges } from '#lib/discussion/reading/list-changes.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { listNotices } from '#lib/notices/list-notices.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { enterTrusted } from '../../../../tests/support/trusted.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { decideCase } from '#lib/moderation/decisions/decide-case.server.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { reportComment } from './report-comment.server.ts';
import { withdrawReport } from './withdraw-report.server.ts';

await freshDatabase({ limits: 'off' });

let now = new Date('2026-05-22T09:00:00Z');
let mallory: Actor;
let mary: Actor;
let ada: Actor;
let crowd: Actor[];
/** Nine accounts of level 0. */
let fresh: Actor[];
let slug: string;
let id: string;
let title = 0;

beforeAll(async () => {
  [mallory, mary] = [await enter('mallory'), await enter('mary', 'moderator')];
  ada = await enterTrusted('ada', 1);
  crowd = [];
  for (const name of ['grace', 'heidi', 'ivan']) crowd.push(await enterTrusted(name, 2));
});
beforeAll(async () => {
  fresh = [];
  for (let n = 1; n <= 9; n++) fresh.push(await enter(`fresh-${n}`));
});
beforeEach(async () => {
  now = new Date(now.getTime() + 60 * 60 * 1000);
  ({ slug } = await publish(`On reporting, part ${++title}`));
  const { comment } = await postComment(slug, { body: 'Buy my book.' }, { actor: mallory, now });
  id = comment.id;
});

const report = (actor: Actor | null, input: Parameters<typeof reportComment>[1] = { reason: 'spam' }) =>
  reportComment(id, input, { actor, now, address: '192.0.2.1' });
const cases = () => db().case.findMany({ where: { commentId: id }, include: { reports: true } });
const open = async () => (await cases()).filter(({ state }) => state === 'open');
const seen = (actor: Actor | null) => findComment(id, { actor, now });

/** Gives the reader that many judged reports. */
async function judged({ id: reporterId }: Actor, state: 'upheld' | 'rejected', count: number) {
  const { authorId, verdictId } = await db().comment.findUniqueOrThrow({ where: { id } });
  const past = await db().case.create({
    data: { commentId: id, authorId, verdictId, state: 'decided', decidedAt: now },
  });
  const row = { caseId: past.id, commentId: id, version: 1, body: '', reporterId, weight: 1 };
  const data = Array.from({ length: count }, () => ({
    ...row,
    reason: 'spam' as const,
    state,
    closedAt: now,
  }));
  await db().report.createMany({ data });
}

async function keep(moderator = mary) {
  const [standing] = await open();
  const { version } = await seen(moderator);
  const input = { kind: 'keep' as const, version, reason: undefined, note: undefined, nonce: randomUUID() };
  await decideCase(
    standing!.id,
    { ...input, replies: false, where: 'branch', scope: undefined, term: undefined },
    { actor: moderator, now },
  );
}

describe('a report', () => {
  test('opens a case with a copy of the text, weighted by trust', async () => {
    expect(await report(ada, { reason: 'other', note: 'Sells things.' })).toEqual({ created: true });
    expect(await open()).toMatchObject([
      {
        reportCount: 1,
        weight: 2,
        reports: [{ body: 'Buy my book.', version: 1, reason: 'other', note: 'Sells things.', weight: 2 }],
      },
    ]);
    await editComment(id, { body: 'Nothing to see.', version: 1 }, { actor: mallory, now });
    expect((await open())[0]!.reports[0]!.body).toBe('Buy my book.');
  });

  test('by several readers opens one case; a second one by the same reader changes nothing', async () => {
    await report(ada);
    expect(await report(ada)).toEqual({ created: false });
    await expect(report(ada, { reason: 'hate' })).rejects.toMatchObject({ code: 'reported-already' });
    await report(crowd[0]!);
    expect(await open()).toMatchObject([{ reportCount: 2, weight: 5 }]);
  });

  test('sent eight times at once is one report', async () => {
    const sent = await Promise.allSettled(Array.from({ length: 8 }, () => report(ada)));
    expect(sent.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await open()).toMatchObject([{ reportCount: 1, weight: 2 }]);
  });

  test('needs an account, and another account’s comment', async () => {
    await expect(report(null)).rejects.toMatchObject({ code: 'sign-in-first' });
    const { comment } = await postComment(slug, { body: 'By ada.' }, { actor: ada, now });
    await expect(
      reportComment(comment.id, { reason: 'spam' }, { actor: ada, now, address: '192.0.2.1' }),
    ).rejects.toMatchObject({
      code: 'own-report',
    });
    await withdrawComment(id, { actor: mallory, now });
    for (const gone of [id, randomUUID()])
      await expect(
        reportComment(gone, { reason: 'spam' }, { actor: ada, now, address: '192.0.2.1' }),
      ).rejects.toMatchObject({
        code: 'comment-not-found',
      });
    expect(await open()).toEqual([]);
  });

  test('on an edited comment replaces the reporter’s earlier one', async () => {
    await report(ada);
    await editComment(id, { body: 'Buy both my books.', version: 1 }, { actor: mallory, now });
    await report(ada);
    const [row] = await open();
    expect(row).toMatchObject({ reportCount: 1, weight: 2 });
    expect(row!.reports.map(({ body, state }) => [body, state]).sort()).toEqual([
      ['Buy both my books.', 'open'],
      ['Buy my book.', 'withdrawn'],
    ]);
  });

  test('on a kept comment is refused for a day, or until the text changes', async () => {
    await report(ada);
    await keep();
    await expect(report(crowd[0]!)).rejects.toMatchObject({ code: 'reported-and-kept' });
    await expect(report(ada)).rejects.toMatchObject({ code: 'reported-and-kept' });
    await editComment(id, { body: 'Buy it now.', version: 1 }, { actor: mallory, now });
    expect(await report(crowd[0]!)).toEqual({ created: true });
    await keep();
    now = new Date(now.getTime() + 24 * 60 * 60 * 1000 + 1);
    expect(await report(ada)).toEqual({ created: true });
  });
});

describe('reports of new accounts', () => {
  test('reach the queue, where all of one comment weigh as much as one', async () => {
    for (const reader of fresh) expect(await report(reader)).toEqual({ created: true });
    expect(await open()).toMatchObject([{ reportCount: 9, weight: 1 }]);
    await report(ada);
    expect(await open()).toMatchObject([{ reportCount: 10, weight: 3 }]);
    for (const reader of fresh) await withdrawReport(id, { actor: reader, now });
    expect(await open()).toMatchObject([{ reportCount: 1, weight: 2 }]);
  });

  test('never hide a comment: not alone, not with a moderator’s, and not as the one that reaches the weight', async () => {
    for (const reader of fresh) await report(reader, { reason: 'illegal' });
    await report(mary);
    expect((await seen(null)).status).toBe('visible');
    await report(crowd[0]!);
    // 4 and 3 of readers who count, and the last report is a new account's.
    await report(await enter('tenth'));
    expect((await seen(null)).status).toBe('visible');
    await report(ada);
    await expect(seen(null)).rejects.toMatchObject({ code: 'comment-not-found' });
  });

  test('don’t hide again what its author’s edit has restored', async () => {
    for (const reader of crowd) await report(reader);
    await editComment(id, { body: 'I wrote a book.', version: 1 }, { actor: mallory, now });
    await report(fresh[0]!);
    expect((await seen(null)).status).toBe('visible');
  });

  test('don’t slow replies down', async () => {
    for (const reader of fresh) await report(reader);
    const { comments } = await listChanges(slug, { since: 0 }, { actor: null, now });
    expect(comments.map(({ heat }) => heat)).toEqual([undefined]);
    const reply = { body: `Reply to ${id}`, parentId: id };
    expect((await postComment(slug, reply, { actor: crowd[0]!, now })).created).toBe(true);
  });

  test('that were rejected weigh half, and less than those of readers who were right', async () => {
    const [wrong, right] = [await enter('wrong'), await enter('right')];
    for (const [reader, state] of [
      [wrong, 'rejected'],
      [right, 'upheld'],
    ] as const)
      await judged(reader, state, 5);
    await report(wrong);
    expect(await open()).toMatchObject([{ weight: 0.5 }]);
    await report(right);
    expect(await open()).toMatchObject([{ weight: 1.5 }]);
  });

  test('are counted again as they are stored', async () => {
    for (const reader of [ada, ...fresh]) await report(reader);
    expect((await checkEverything()).differences).toEqual([]);
  });
});

describe('a withdrawn report', () => {
  test('closes a case without other reports, and can be made again', async () => {
    await report(ada);
    await withdrawReport(id, { actor: ada, now });
    expect(await open()).toEqual([]);
    await expect(withdrawReport(id, { actor: ada, now })).rejects.toMatchObject({ code: 'report-not-found' });
    expect(await report(ada)).toEqual({ created: true });
  });

  test('leaves other reports open', async () => {
    await report(ada);
    await report(crowd[0]!);
    await expect(withdrawReport('no-uuid', { actor: ada, now })).rejects.toMatchObject({
      code: 'comment-not-found',
    });
    await expect(withdrawReport(id, { actor: crowd[1]!, now })).rejects.toMatchObject({
      code: 'report-not-found',
    });
    await withdrawReport(id, { actor: ada, now });
    expect(await open()).toMatchObject([{ reportCount: 1, weight: 3 }]);
  });
});

describe('reports that reach the weight', () => {
  const hide = async () => {
    for (const reader of crowd) await report(reader);
  };

  test('hide the comment until a moderator decides, and notify its author', async () => {
    await report(crowd[0]!);
    await report(crowd[1]!);
    expect((await seen(null)).status).toBe('visible');
    await report(crowd[2]!);
    await expect(seen(null)).rejects.toMatchObject({ code: 'comment-not-found' });
    expect(await seen(mallory)).toMatchObject({
      status: 'hidden',
      body: 'Buy my book.',
      mine: { canEdit: true },
    });
    const { items } = await listNotices({ limit: 1 }, mallory);
    expect(items).toMatchObject([{ kind: 'hidden', data: { reason: 'by_weight' }, read: false }]);
    const log = await db().ledgerEntry.findMany({ orderBy: { no: 'desc' }, take: 1 });
    expect(log).toMatchObject([{ kind: 'hide', reason: 'by_weight', actor: 'automatic' }]);
    const { comments } = await listChanges(slug, { since: 0 }, { actor: null, now });
    expect(JSON.stringify(comments)).not.toContain('Buy my book');
    expect((await open())[0]).toMatchObject({ reportCount: 3, weight: 9 });
  });

  test('can be answered with an edit, which restores the comment once', async () => {
    await hide();
    const late = new Date(now.getTime() + 30 * 24 * 60 * 60 * 1000);
    const back = await editComment(
      id,
      { body: 'I wrote a book.', version: 1 },
      { actor: mallory, now: late },
    );
    expect(back).toMatchObject({ status: 'visible', version: 2 });
    expect(await open()).toHaveLength(1);
    await report(crowd[0]!);
    expect(await seen(mallory)).toMatchObject({ status: 'hidden', mine: { canEdit: false } });
    await expect(
      editComment(id, { body: 'Again.', version: 2 }, { actor: mallory, now }),
    ).rejects.toMatchObject({ code: 'comment-not-found' });
  });

  test('keep the comment hidden even if they are withdrawn, until a moderator decides', async () => {
    await hide();
    for (const reader of crowd) await withdrawReport(id, { actor: reader, now });
    expect(await open()).toMatchObject([{ reportCount: 0 }]);
    await keep();
    expect((await seen(null)).status).toBe('visible');
  });
});

describe('below a reported comment', () => {
  const reply = (at: Date) =>
    postComment(slug, { body: `Reply at ${at.toISOString()}`, parentId: id }, { actor: crowd[0]!, now: at });
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);

  test('a reply has to wait two minutes plus one per report, and the refusal says how long', async () => {
    await report(ada);
    await report(crowd[1]!);
    await expect(reply(after(60))).rejects.toMatchObject({ code: 'too-hot', details: { retryAfter: 180 } });
    expect((await reply(after(240))).created).toBe(true);
  });

  test('open pages are notified when the wait begins and ends', async () => {
    const slowed = async () => {
      const { comments } = await listChanges(slug, { since: 1 }, { actor: null, now });
      return comments.map(({ heat }) => heat);
    };
    await report(ada);
    expect(await slowed()).toEqual([{ reports: 1, since: now.toISOString() }]);
    await keep();
    expect(await slowed()).toEqual([undefined]);
    expect((await reply(after(1))).created).toBe(true);
  });
});
