import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { inOrder } from '../../../../tests/support/in-order.ts';
import { decideOn, reportedComment } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import type { RestrictInput } from '#lib/moderation/moderation-input.ts';
import { liftRestriction } from './lift-restriction.server.ts';
import { listLedger } from '#lib/moderation/ledger/list-ledger.server.ts';
import { listRestricted } from '#lib/moderation/queue/list-queue.server.ts';
import { restrictAccount } from './restrict-account.server.ts';
import { setPersonRole } from './set-person-role.server.ts';
import { undoDecision } from '#lib/moderation/decisions/undo-decision.server.ts';

const url = await freshDatabase({ limits: 'off' });

const now = new Date();
const HOUR = 3_600_000;
const later = (ms: number) => new Date(now.getTime() + ms);
let [ada, grace, mary, linus]: Actor[] = [];
let mallory: Actor;
let verdict: VerdictView;
let part = 0;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
  mary = await enter('mary', 'moderator');
  linus = await enter('linus', 'admin');
});
beforeEach(async () => {
  mallory = await enter(`mallory-${++part}`);
  verdict = await publish(`On limits, part ${part}`);
});

const restrict = (input: Partial<RestrictInput>, actor: Actor | null = mary!, name = mallory.username) =>
  restrictAccount(
    name,
    { scope: 'comment', term: 'day', reason: 'spam', note: undefined, nonce: randomUUID(), ...input },
    { actor, now },
  );
const post = (actor: Actor, at = now) =>
  postComment(verdict.slug, { body: `Hm, ${randomUUID()}`, nonce: randomUUID() }, { actor, now: at });
const vote = (actor: Actor) => castVote(verdict.claims[0]!.id, 'agree', { actor: actor, now });
const tally = async () => (await findVerdict(verdict.slug)).claims[0]!;
const standing = async () => (await db().restriction.findFirstOrThrow({ where: { userId: mallory.id } })).id;

describe('a restriction', () => {
  test('applies to the next write in its scope, and ends automatically', async () => {
    await restrict({ scope: 'comment', term: 'hour' });
    await expect(post(mallory)).rejects.toMatchObject({ code: 'restricted' });
    await vote(mallory);
    await post(mallory, later(HOUR));
    await restrict({ scope: 'vote' });
    await expect(vote(mallory)).rejects.toMatchObject({ code: 'restricted' });
    const { comment } = await post(ada!);
    await expect(rateComment(comment.id, true, { actor: mallory, now })).rejects.toMatchObject({
      code: 'restricted',
    });
  });

  test('on everything ends every session', async () => {
    const { id: userId } = mallory;
    await db().session.create({ data: { id: 'x'.repeat(64), userId, expiresAt: later(HOUR) } });
    await restrict({ scope: 'everything' });
    expect(await db().session.count({ where: { userId } })).toBe(0);
    await expect(post(mallory)).rejects.toMatchObject({ code: 'restricted' });
    await expect(vote(mallory)).rejects.toMatchObject({ code: 'restricted' });
  });

  test('notifies the account of its reason and end, and is logged', async () => {
    await restrict({ scope: 'comment', term: 'day', note: 'Read the rules.' });
    expect(await db().notice.findFirst({ where: { userId: mallory.id } })).toMatchObject({
      kind: 'restricted',
      data: {
        reason: 'spam',
        scope: 'comment',
        until: later(24 * HOUR).toISOString(),
        note: 'Read the rules.',
      },
    });
    const [entry] = (await listLedger({ limit: 1 })).items;
    expect(entry).toMatchObject({ kind: 'restrict', actor: 'mary', place: `/u/${mallory.username}` });
  });

  test('from a case does not name the author in the log', async () => {
    const body = `No. ${part}.`;
    const { caseId, comment } = await reportedComment(verdict.slug, {
      author: mallory,
      reporter: linus!,
      body,
      now,
    });
    await decideOn(caseId, { kind: 'restrict', scope: 'comment', term: 'week' }, { actor: mary!, now });
    const [entry] = (await listLedger({ limit: 1 })).items;
    expect(entry).toMatchObject({ kind: 'restrict', place: `/v/${verdict.slug}#c-${comment.id}` });
    expect(await db().case.findUnique({ where: { id: caseId } })).toMatchObject({ state: 'open' });
  });

  test('that is permanent removes votes and ratings from the tallies; once lifted, they count again', async () => {
    const { comment } = await post(ada!);
    await rateComment(comment.id, true, { actor: mallory, now });
    await rateComment(comment.id, true, { actor: grace!, now });
    await vote(mallory);
    await vote(grace!);
    await restrict({ scope: 'everything', term: 'ever' });
    expect(await tally()).toMatchObject({ agree: 1 });
    expect(await db().comment.findUnique({ where: { id: comment.id } })).toMatchObject({ helpful: 1 });
    // Another reader's vote recounts the claim, still without these votes.
    await castVote(verdict.claims[0]!.id, 'disagree', { actor: ada!, now });
    expect(await tally()).toMatchObject({ agree: 1, disagree: 1 });
    expect(await checkEverything()).toMatchObject({ differences: [] });
    await liftRestriction({ restriction: await standing(), nonce: randomUUID() }, { actor: mary!, now });
    expect(await tally()).toMatchObject({ agree: 2, disagree: 1 });
    expect(await checkEverything()).toMatchObject({ differences: [] });
  });

  test('can be undone within ten seconds', async () => {
    await vote(mallory);
    const { id } = await restrict({ scope: 'vote', term: 'ever' });
    expect(await tally()).toMatchObject({ agree: 0 });
    await undoDecision({ decision: id, nonce: randomUUID() }, { actor: mary!, now: later(5_000) });
    expect(await tally()).toMatchObject({ agree: 1 });
    expect(
      (await listRestricted(undefined, { actor: mary!, now })).items.map(({ username }) => username),
    ).not.toContain(mallory.username);
  });

  test('is refused for an account that becomes a moderator at the same moment', async () => {
    const promote = () => setPersonRole({ username: mallory.username, role: 'moderator' }, { actor: linus! });
    const [promoted, restricted] = await inOrder(url, { table: 'users', id: mallory.id }, [
      promote,
      () => restrict({}),
    ]);
    expect(promoted).toMatchObject({ status: 'fulfilled' });
    expect(restricted).toMatchObject({ status: 'rejected', reason: { code: 'not-your-equal' } });
    expect(await db().restriction.count({ where: { userId: mallory.id } })).toBe(0);
  });

  test('can be made by moderators, but not on moderators', async () => {
    await expect(restrict({}, ada)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(restrict({}, null)).rejects.toMatchObject({ code: 'sign-in-first' });
    await expect(restrict({}, mary, 'linus')).rejects.toMatchObject({ code: 'not-your-equal' });
    await expect(restrict({}, mary, 'nobody-here')).rejects.toMatchObject({ code: 'user-not-found' });
    await expect(
      liftRestriction({ restriction: randomUUID(), nonce: randomUUID() }, { actor: ada!, now }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});
