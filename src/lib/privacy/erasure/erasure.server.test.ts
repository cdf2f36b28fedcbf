import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '#lib/accounts/password/password.server.ts';
import { createAccount } from '#lib/accounts/sign-in/create-account.server.ts';
import { openSession, actorOfCookies } from '#lib/accounts/session.server.ts';
import { changeRole } from '#lib/accounts/admin/change-role.server.ts';
import { signIn } from '#lib/accounts/sign-in/sign-in.server.ts';
import { skeletonOf } from '#lib/accounts/username.ts';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { listChanges } from '#lib/discussion/reading/list-changes.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { setBookmark } from '#lib/discussion/options/set-bookmark.server.ts';
import { saveDraft } from '#lib/discussion/stored-drafts/save-draft.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { sendFeedback } from '#lib/feedback/send-feedback.server.ts';
import type { CommentView } from '#lib/live/events.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { leaseCase } from '#lib/moderation/cases/lease-case.server.ts';
import { listLedger } from '#lib/moderation/ledger/list-ledger.server.ts';
import type { MailKind } from '#lib/mail/mail-kind.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';
import { restrictAccount } from '#lib/moderation/restrictions/restrict-account.server.ts';
import { verifyLedger } from '#lib/moderation/ledger/verify-ledger.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter, PASSWORD } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { decideOn, reportedComment } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { eraseDueAccounts } from './erase-account.server.ts';
import type { CommentChoice } from './erasure.ts';
import { requestErasure } from './request-erasure.server.ts';
import { restoreAccount } from './restore-account.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-06-22T09:00:00Z');
const days = (n: number) => new Date(now.getTime() + n * 24 * 3600_000);
const SOON = days(6.9);
const THEN = days(7);
let linus: Actor, mary: Actor, ada: Actor;
let verdict: VerdictView;
let part = 0;

beforeAll(async () => {
  linus = await enter('linus', 'admin');
  mary = await enter('mary', 'moderator');
  ada = await enter('ada');
});

const remove = (actor: Actor, comments: CommentChoice = 'keep', at = now) =>
  requestErasure({ password: PASSWORD, comments }, { actor, sessionId: 'none', now: at });
const post = async (actor: Actor, body: string, parentId?: string): Promise<CommentView> =>
  (await postComment(verdict.slug, { body, parentId, nonce: randomUUID() }, { actor, now })).comment;
const row = (id: string) => db().user.findUniqueOrThrow({ where: { id } });
const comment = (id: string) => db().comment.findUniqueOrThrow({ where: { id } });

/** A user with data in every table, and all words that identify them. */
async function someone(): Promise<{ actor: Actor; words: string[]; kept: CommentView; gone: CommentView }> {
  const username = `Zephyrine${++part}`;
  const actor = await enter(username);
  const email = `${username.toLowerCase()}@example.org`;
  await db().user.update({
    where: { id: actor.id },
    data: {
      email,
      emailConfirmedAt: now,
      bio: `I am ${username}.`,
      passwordHash: await hashPassword(PASSWORD),
    },
  });
  await openSession({ get: () => undefined, set: () => {} }, actor.id);
  verdict = await publish(`On leaving, part ${part}`);
  const [other, kept, gone] = [
    await post(ada, `Argument ${part}.`),
    await post(actor, 'Mine.'),
    await post(actor, 'Not mine.'),
  ];
  await editComment(kept.id, { body: 'Mine, edited.', version: 1 }, { actor, now });
  await post(ada, `A reply, ${part}.`, kept.id);
  await withdrawComment(gone.id, { actor, now });
  await rateComment(other.id, true, { actor, now });
  await rateComment(kept.id, true, { actor: ada, now });
  await castVote(verdict.claims[0]!.id, 'agree', { actor, now });
  await castVote(verdict.claims[0]!.id, 'disagree', { actor: ada, now });
  await sendFeedback({ kind: 'idea', message: 'More.', email }, actor, '192.0.2.1');
  await db().readPosition.create({ data: { userId: actor.id, verdictId: verdict.id, seq: 1, readAt: now } });
  const follow = { kind: 'branch', level: 'mute' } as const;
  await db().follow.create({ data: { ...follow, userId: actor.id, targetId: other.id } });
  await db().follow.create({ data: { userId: ada.id, targetId: actor.id, kind: 'person', level: 'follow' } });
  for (const [userId, blockedId] of [
    [actor.id, ada.id],
    [ada.id, actor.id],
  ] as const)
    await db().block.create({ data: { userId, blockedId } });
  await setBookmark(other.id, true, { actor, now });
  await saveDraft(
    { key: `${verdict.slug}.top`, body: `Signed, ${username}`, updatedAt: now.toISOString() },
    { actor, now, device: 'Firefox on Windows' },
  );
  await db().emailConfirmation.create({
    data: { userId: actor.id, hash: randomUUID(), address: `new.${email}`, expiresAt: THEN },
  });
  await restrictAccount(
    username,
    { scope: 'comment', term: 'day', reason: 'spam', note: `Dear ${username}`, nonce: randomUUID() },
    { actor: mary, now },
  );
  const { passwordHash } = await row(actor.id);
  const sessions = await db().session.findMany({ where: { userId: actor.id } });
  const words = [username, skeletonOf(username), email, passwordHash, ...sessions.map(({ id }) => id)];
  return { actor, words, kept, gone };
}

/** The tables in which one of these words is found, in any column. */
async function tablesWith(words: string[]): Promise<string[]> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`;
  const found: string[] = [];
  for (const { name } of tables)
    for (const word of words) {
      const [{ n }] = await db().$queryRawUnsafe<[{ n: number }]>(
        `SELECT count(*)::int AS n FROM "${name}" t WHERE position(lower($1) IN lower(t::text)) > 0`,
        word,
      );
      if (n > 0) found.push(name);
    }
  return [...new Set(found)];
}

describe('for seven days', () => {
  test('all sessions are over, and a new sign-in can only restore the account', async () => {
    const { actor } = await someone();
    expect(await remove(actor)).toEqual({ erasedAt: THEN });
    expect(await db().session.count({ where: { userId: actor.id } })).toBe(0);
    const again = await signIn({ username: actor.username, password: PASSWORD }, '192.0.2.1');
    expect(again).toMatchObject({ id: actor.id, erasedAt: THEN.toISOString() });
    let cookie = '';
    await openSession(
      { get: () => undefined, set: (name, value) => (cookie ||= `${name}=${value}`) },
      actor.id,
    );
    expect(await actorOfCookies(cookie)).toBeNull();
    await restoreAccount({ ...actor, eraseAt: THEN }, SOON);
    expect(await actorOfCookies(cookie)).toMatchObject({ actor: { id: actor.id } });
    await eraseDueAccounts(days(30));
    expect(await row(actor.id)).toMatchObject({ username: actor.username, eraseAt: null });
  });

  test('a wrong password deletes nothing, and the last admin can’t be deleted', async () => {
    const context = { actor: ada, sessionId: 'none', now };
    const wrong = requestErasure({ password: 'not-hers-at-all', comments: 'keep' }, context);
    await expect(wrong).rejects.toMatchObject({ code: 'wrong-password' });
    await expect(remove(linus)).rejects.toMatchObject({ meta: expect.anything() });
    expect((await row(linus.id)).eraseAt).toBeNull();
    const second = await enter('grace', 'admin');
    await remove(second);
    // She no longer counts, so her colleague can't lose the role, nor leave.
    await expect(changeRole('linus', 'reader')).rejects.toThrow();
    await expect(remove(linus)).rejects.toThrow();
    await eraseDueAccounts(THEN);
    expect(await row(second.id)).toMatchObject({ username: null, role: 'reader' });
  });

  test('a moderator’s open cases are free for others', async () => {
    verdict = await publish('On moderators who leave');
    const leaver = await enter('leaver', 'moderator');
    const { caseId } = await reportedComment(verdict.slug, {
      author: ada,
      reporter: mary,
      body: 'Fools, all.',
      now,
    });
    await leaseCase(caseId, { takeOver: false }, { actor: leaver, now });
    await remove(leaver);
    expect(await db().case.findUniqueOrThrow({ where: { id: caseId } })).toMatchObject({
      leaseHolderId: null,
    });
    await eraseDueAccounts(THEN);
  });

  test('a restriction outlives delete and restore', async () => {
    const banned = await enter('banned');
    const ban = { scope: 'everything', term: 'ever', reason: 'spam', nonce: randomUUID() } as const;
    await restrictAccount('banned', ban, { actor: mary, now });
    await remove(banned);
    await restoreAccount({ ...banned, eraseAt: THEN }, SOON);
    expect(await db().restriction.findMany({ where: { userId: banned.id } })).toMatchObject([
      { liftedAt: null },
    ]);
  });

  test('after them, it is too late', async () => {
    const { actor } = await someone();
    await remove(actor);
    const late = restoreAccount({ ...actor, eraseAt: THEN }, THEN);
    await expect(late).rejects.toMatchObject({ code: 'account-erased' });
    await eraseDueAccounts(THEN);
  });
});

describe('an erased account', () => {
  test('is named in no table any more, and every count and the log’s chain are right', async () => {
    const { actor, words, kept, gone } = await someone();
    expect((await tablesWith(words)).length).toBeGreaterThan(3);
    const { seq } = await db().verdict.findUniqueOrThrow({ where: { slug: verdict.slug } });
    await remove(actor);
    await eraseDueAccounts(THEN);
    // The letter that says so has the address until it is sent.
    expect(await tablesWith(words)).toEqual(['mails']);
    await db().mail.updateMany({ data: { state: 'sent' } });
    await eraseDueAccounts(THEN);
    expect(await tablesWith(words)).toEqual([]);
    expect((await checkEverything()).differences).toEqual([]);
    expect(await verifyLedger()).toMatchObject({ broken: null });
    expect((await listLedger({ limit: 1 })).items).toMatchObject([{ kind: 'restrict', place: null }]);

    // Open pages get the comment without a name, and the reply to it.
    const { comments } = await listChanges(verdict.slug, { since: seq }, { actor: null, now });
    expect(comments.find(({ id }) => id === kept.id)).toMatchObject({
      ...{ author: null, body: 'Mine, edited.', status: 'visible' },
    });
    expect(await comment(gone.id)).toMatchObject({ body: '', status: 'withdrawn' });
    const claim = (await findVerdict(verdict.slug)).claims[0]!;
    expect(claim).toMatchObject({ agree: 0, disagree: 1 });
    expect(await row(actor.id)).toMatchObject({ username: null, email: null, eraseAt: null });
    // The log's rows about it belong together, and lead to no account.
    const { ledgerKey } = await row(actor.id);
    expect(await db().ledgerEntry.count({ where: { place: `/u/${ledgerKey}` } })).toBe(0);
  });

  test('can have its comments withdrawn: texts and versions are erased, replies stay', async () => {
    const { actor, kept } = await someone();
    await remove(actor, 'withdraw');
    await eraseDueAccounts(THEN);
    expect(await comment(kept.id)).toMatchObject({ status: 'withdrawn', body: '', html: '', replies: 1 });
    expect(await db().commentRevision.count({ where: { commentId: kept.id } })).toBe(0);
    const { comments } = await listChanges(verdict.slug, { since: 0 }, { actor: null, now });
    expect(comments.find(({ id }) => id === kept.id)).toMatchObject({ author: null, body: null });
    expect(JSON.stringify(comments)).toContain(`A reply, ${part}.`);
    expect((await checkEverything()).differences).toEqual([]);
  });

  test('withdraws its reports, and closes cases without other reports', async () => {
    verdict = await publish('On reports of those who leave');
    const reporter = await enter('reporter', 'moderator');
    const { comment: reported, caseId } = await reportedComment(verdict.slug, {
      ...{ author: ada, reporter, body: 'Fools.', now },
    });
    const older = await reportedComment(verdict.slug, { author: ada, reporter, body: 'Fools again.', now });
    await decideOn(older.caseId, { kind: 'keep' }, { actor: mary, now });
    await remove(reporter);
    await eraseDueAccounts(THEN);
    expect(await db().report.count({ where: { commentId: { in: [reported.id, older.comment.id] } } })).toBe(
      0,
    );
    expect(await db().case.findUniqueOrThrow({ where: { id: caseId } })).toMatchObject({ state: 'decided' });
    expect((await checkEverything()).differences).toEqual([]);
  });

  test('erases its texts in reports', async () => {
    const { actor, kept } = await someone();
    await reportComment(kept.id, { reason: 'spam' }, { actor: mary, now, address: '192.0.2.1' });
    await remove(actor, 'withdraw');
    await eraseDueAccounts(THEN);
    expect(await db().report.findMany({ where: { commentId: kept.id } })).toMatchObject([{ body: '' }]);
  });

  test('keeps its name from others, in every spelling that looks the same', async () => {
    const { actor } = await someone();
    await remove(actor);
    await eraseDueAccounts(THEN);
    const same = createAccount({ username: actor.username.toUpperCase(), password: PASSWORD });
    await expect(same).rejects.toMatchObject({ code: 'username-taken' });
  });

  test('keeps other people’s data at an address that the account entered but never confirmed', async () => {
    const { actor } = await someone();
    const stranger = 'stranger@example.org';
    await db().user.update({ where: { id: actor.id }, data: { email: stranger, emailConfirmedAt: null } });
    const feedback = await db().feedback.create({
      data: { kind: 'idea', message: 'Mine.', email: stranger },
    });
    const mail = async (kind: MailKind, state: 'pending' | 'sent') =>
      db().mail.create({ data: { kind, state, to: stranger, subject: 'S', messageId: randomUUID() } });
    const kept = [await mail('report-issue', 'pending'), await mail('confirm-address', 'pending')];
    const own = await mail('confirm-address', 'sent');
    await remove(actor);
    await eraseDueAccounts(THEN);
    const left = await db().mail.findMany({ where: { to: stranger }, orderBy: { id: 'asc' } });
    expect(left.map(({ id, state }) => [id, state])).toEqual(kept.map(({ id }) => [id, 'pending']));
    expect(await db().mail.findUnique({ where: { id: own.id } })).toMatchObject({ to: null });
    expect(await db().feedback.findUnique({ where: { id: feedback.id } })).toMatchObject({ email: stranger });
  });

  test('doesn’t touch mail to an address that it entered and another account has confirmed', async () => {
    const { actor } = await someone();
    await db().user.update({
      where: { id: actor.id },
      data: { email: 'ada@example.org', emailConfirmedAt: null },
    });
    await db().user.update({
      where: { id: ada.id },
      data: { email: 'ada@example.org', emailConfirmedAt: now },
    });
    const mail = {
      kind: 'test',
      to: 'ada@example.org',
      subject: 'To Ada',
      messageId: randomUUID(),
      text: 'x',
    };
    const { id } = await db().mail.create({ data: mail });
    await remove(actor);
    await eraseDueAccounts(THEN);
    expect(await db().mail.findUniqueOrThrow({ where: { id } })).toMatchObject({
      to: 'ada@example.org',
      text: 'x',
    });
    // Nothing goes to an address that isn't confirmed.
    expect(await db().mail.count({ where: { to: 'ada@example.org' } })).toBe(1);
  });
});

test('an erasure that was killed on the way is finished by the next sweep, and by several at once', async () => {
  const { actor } = await someone();
  await remove(actor, 'withdraw');
  const { eraseAt } = await row(actor.id);
  await eraseDueAccounts(THEN);
  // As if the process had died after the name was erased.
  await db().user.update({ where: { id: actor.id }, data: { eraseAt, eraseComments: true } });
  await db().vote.create({
    data: { claimId: verdict.claims[1]!.id, userId: actor.id, stance: 'agree', countsAt: THEN },
  });
  await Promise.all([eraseDueAccounts(THEN), eraseDueAccounts(THEN)]);
  expect(await db().vote.count({ where: { userId: actor.id } })).toBe(0);
  expect(await row(actor.id)).toMatchObject({ eraseAt: null });
  expect((await checkEverything()).differences).toEqual([]);
});

test('comments that mention an erased account keep their text, and no longer link the name', async () => {
  const actor = await enter(`Zephyrine${++part}`);
  verdict = await publish(`On mentions, part ${part}`);
  const { id } = await post(ada, `@${actor.username} and @linus, look.`);
  expect((await comment(id)).html.match(/class="mention"/g)).toHaveLength(2);
  await db().user.update({ where: { id: actor.id }, data: { eraseAt: THEN } });
  await eraseDueAccounts(days(7.1));
  const { html, body, version } = await comment(id);
  expect(html).toContain(`@${actor.username} and <a href="/u/linus" class="mention">@linus</a>`);
  expect([body, version]).toEqual([`@${actor.username} and @linus, look.`, 1]);
  expect(await db().mention.count({ where: { userId: actor.id } })).toBe(0);
});
