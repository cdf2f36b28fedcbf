import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { approveAccount, listWaiting, refuseAccount } from '#lib/accounts/admin/approve-account.server.ts';
import { changeRole } from '#lib/accounts/admin/change-role.server.ts';
import { createAccount } from '#lib/accounts/sign-in/create-account.server.ts';
import { openSession, sessionOf } from '#lib/accounts/session.server.ts';
import { signIn } from '#lib/accounts/sign-in/sign-in.server.ts';
import { signUp } from '#lib/accounts/sign-in/sign-up.server.ts';
import type { Actor } from '#lib/actor.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { sendFeedback } from '#lib/feedback/send-feedback.server.ts';
import type { Refusal } from '#lib/refusal.ts';
import { changeSwitches, setSwitches } from '#lib/site-settings/change-switches.server.ts';
import { findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import { switchesInput } from '#lib/site-settings/site-settings-input.ts';
import { DEFAULT_SWITCHES } from '#lib/site-settings/site-settings.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter, PASSWORD } from '../../../../tests/support/cast.ts';
import { CookieJar } from '../../../../tests/support/cookie-jar.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { decideOn, reportedComment } from '../../../../tests/support/moderation.ts';
import { enterTrusted } from '../../../../tests/support/trusted.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
let ada: Actor;
let grace: Actor;
let mary: Actor;
let linus: Actor;
let slug: string;
let claim: string;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enterTrusted('grace', 1)];
  [mary, linus] = [await enter('mary', 'moderator'), await enter('linus', 'admin')];
  const verdict = await publish();
  slug = verdict.slug;
  claim = verdict.claims[0]!.id;
});
afterEach(() => setSwitches(DEFAULT_SWITCHES, { by: 'test', now }));

const context = (actor: Actor | null) => ({ actor, now });
const say = async (actor: Actor, body = `Said ${randomUUID()}.`) =>
  (await postComment(slug, { body }, context(actor))).comment;
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    ({ code, message, status }: Refusal) => ({ code, message, status }),
  );

test('only an admin can set switches, and omitted ones keep their value', async () => {
  for (const [actor, code] of [
    [null, 'sign-in-first'],
    [ada, 'forbidden'],
    [mary, 'forbidden'],
  ] as const)
    expect(await refusal(changeSwitches({ writing: 'off' }, context(actor)))).toMatchObject({ code });
  expect(await findSwitches()).toEqual(DEFAULT_SWITCHES);
  await changeSwitches({ signUp: 'closed' }, context(linus));
  const both = { signUp: 'closed', writing: 'off', notice: 'Back at nine.' };
  expect(await changeSwitches({ writing: 'off', notice: 'Back at nine.' }, context(linus))).toEqual(both);
  expect(await findSwitches()).toEqual(both);
});

test('the notice for readers has a maximum length and only storable characters', () => {
  const given = { signUp: 'open', writing: 'off' };
  expect(switchesInput.parse(given)).toEqual({ ...given, notice: '' });
  for (const notice of ['x'.repeat(301), 'a\0b', '\ud800'])
    expect(switchesInput.safeParse({ ...given, notice }).success).toBe(false);
});

describe('while writing is off', () => {
  test('comments, replies, edits, votes and ratings are refused with the admin’s notice', async () => {
    const comment = await say(ada);
    await changeSwitches({ writing: 'off', notice: 'Back at nine.' }, context(linus));
    const attempts = [
      say(ada),
      say(linus),
      postComment(slug, { body: 'Reply.', parentId: comment.id }, context(grace)),
      editComment(comment.id, { body: 'Edited.', version: 1 }, context(ada)),
      castVote(claim, 'agree', context(ada)),
      rateComment(comment.id, true, context(grace)),
    ];
    for (const attempt of attempts)
      expect(await refusal(attempt)).toEqual({ code: 'read-only', message: 'Back at nine.', status: 403 });
  });

  test('without a notice, a default sentence is shown', async () => {
    await changeSwitches({ writing: 'off' }, context(linus));
    expect((await refusal(say(ada)))!.message).toContain('read-only');
  });

  test('a repeated request still finds the comment by its nonce', async () => {
    const nonce = randomUUID();
    const { comment } = await postComment(slug, { body: 'Once.', nonce }, context(ada));
    await changeSwitches({ writing: 'off' }, context(linus));
    const again = await postComment(slug, { body: 'Once.', nonce }, context(ada));
    expect(again).toMatchObject({ created: false, comment: { id: comment.id } });
  });

  test('withdrawing, reporting, moderating, signing in and feedback still work', async () => {
    const [mine, theirs] = [await say(ada), await say(ada)];
    const { caseId } = await reportedComment(slug, { author: ada, reporter: mary, body: 'Fool.', now });
    await changeSwitches({ writing: 'off' }, context(linus));
    await withdrawComment(mine.id, context(ada));
    expect(
      await reportComment(theirs.id, { reason: 'spam' }, { ...context(grace), address: '192.0.2.1' }),
    ).toEqual({ created: true });
    await decideOn(caseId, {}, context(mary));
    await signIn({ username: 'ada', password: PASSWORD }, 'here');
    await sendFeedback({ kind: 'other', message: 'Why?' }, ada, 'here');
  });
});

test('while sign-up is closed, no account is created', async () => {
  await changeSwitches({ signUp: 'closed' }, context(linus));
  const attempt = signUp({ username: 'joan', password: PASSWORD }, '192.0.2.1');
  expect(await refusal(attempt)).toMatchObject({ code: 'sign-up-closed', status: 403 });
  // The operator's command line still makes them.
  expect(await createAccount({ username: 'joan', password: PASSWORD })).toMatchObject({ username: 'joan' });
});

describe('while sign-up is by approval', () => {
  let count = 0;
  /** Signs up while it is by approval. @returns the new account as its session knows it */
  async function join(): Promise<Actor> {
    await changeSwitches({ signUp: 'approval' }, context(linus));
    const { id } = await signUp({ username: `newcomer-${++count}`, password: PASSWORD }, '192.0.2.1');
    await setSwitches(DEFAULT_SWITCHES, { by: 'test', now });
    return session(id);
  }
  async function session(id: string): Promise<Actor> {
    const cookies = new CookieJar();
    await openSession(cookies, id);
    return (await sessionOf(cookies))!.actor;
  }
  const waiting = async () => (await listWaiting(linus)).items.map(({ username }) => username);

  test('a new account can’t comment, vote, rate or report, even once sign-up is open again', async () => {
    const vera = await join();
    expect(vera.waiting).toBe(true);
    const comment = await say(ada);
    const attempts = [
      say(vera),
      castVote(claim, 'agree', context(vera)),
      rateComment(comment.id, true, context(vera)),
      reportComment(comment.id, { reason: 'spam' }, { ...context(vera), address: '192.0.2.1' }),
    ];
    for (const attempt of attempts)
      expect(await refusal(attempt)).toMatchObject({ code: 'awaiting-approval', status: 403 });
    expect(await waiting()).toContain(vera.username);
    await approveAccount(vera.username, { by: 'test' });
  });

  test('it can once it is approved, and can be approved only once', async () => {
    const { id, username } = await join();
    await approveAccount(username, { by: 'linus' });
    const approved = await session(id);
    expect(approved.waiting).toBeUndefined();
    await expect(say(approved)).resolves.toBeDefined();
    expect(await waiting()).not.toContain(username);
    expect(await refusal(approveAccount(username, { by: 'linus' }))).toMatchObject({ code: 'not-waiting' });
  });

  test('changing its role approves it too', async () => {
    const { id, username } = await join();
    await changeRole(username, 'moderator');
    expect((await session(id)).waiting).toBeUndefined();
  });

  test('refusing deletes it, but never an approved account', async () => {
    const { username } = await join();
    await refuseAccount(username, { by: 'linus' });
    expect(await refusal(approveAccount(username, { by: 'linus' }))).toMatchObject({
      code: 'user-not-found',
    });
    expect(await refusal(refuseAccount('ada', { by: 'linus' }))).toMatchObject({ code: 'not-waiting' });
  });

  test('existing accounts are not affected', async () => {
    await changeSwitches({ signUp: 'approval' }, context(linus));
    await expect(say(ada)).resolves.toBeDefined();
  });

  test('only an admin sees the waiting accounts', async () => {
    for (const actor of [null, ada, mary])
      expect(await refusal(listWaiting(actor))).toMatchObject({
        code: actor ? 'forbidden' : 'sign-in-first',
      });
  });
});
