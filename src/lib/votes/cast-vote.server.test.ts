import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { VERDICT_EDITED } from '#lib/refusals.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { castVote, ownVotes } from './cast-vote.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
let ada: Actor;
let grace: Actor;
let slug: string;
let verdictId: string;
let claim: string;
let title = 0;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
});
beforeEach(async () => {
  const verdict = await publish(`On voting, part ${++title}`);
  ({ slug, id: verdictId } = verdict);
  claim = verdict.claims[0]!.id;
});

const counts = async () => {
  const { agree, disagree } = (await findVerdict(slug)).claims.find(({ id }) => id === claim)!;
  return [agree, disagree];
};

test('a vote counts once for each reader, can be changed and withdrawn', async () => {
  await castVote(claim, 'agree', { actor: ada, now });
  await castVote(claim, 'agree', { actor: ada, now });
  await castVote(claim, 'disagree', { actor: grace, now });
  expect(await counts()).toEqual([1, 1]);
  await castVote(claim, 'disagree', { actor: ada, now });
  expect(await counts()).toEqual([0, 2]);
  expect(await castVote(claim, null, { actor: ada, now })).toMatchObject({
    agree: 0,
    disagree: 1,
    mine: null,
    slug,
  });
});

test('a claim id in capitals is accepted', async () => {
  expect(await castVote(claim.toUpperCase(), 'agree', { actor: ada, now })).toMatchObject({ agree: 1 });
});

test('a reader sees their own votes and no others', async () => {
  await castVote(claim, 'agree', { actor: ada, now });
  expect(await ownVotes(verdictId, ada)).toEqual(new Map([[claim, { stance: 'agree', countsAt: null }]]));
  expect(await ownVotes(verdictId, grace)).toEqual(new Map());
  expect(await ownVotes(verdictId, null)).toEqual(new Map());
});

test('an anonymous vote, and one on an unknown claim, are refused', async () => {
  await expect(castVote(claim, 'agree', { actor: null, now })).rejects.toMatchObject({
    code: 'sign-in-first',
  });
  for (const id of [randomUUID(), 'not-an-id'])
    await expect(castVote(id, 'agree', { actor: ada, now })).rejects.toMatchObject({
      code: 'claim-not-found',
    });
  expect(await counts()).toEqual([0, 0]);
});

test('a vote on a claim that an edit has dropped says that the verdict was edited', async () => {
  await db().claim.update({ where: { id: claim }, data: { retiredAt: now } });
  await expect(castVote(claim, 'agree', { actor: ada, now })).rejects.toMatchObject({
    ...{ code: 'claim-not-found', message: VERDICT_EDITED },
  });
});

test('a reader who is restricted from voting is refused, and their earlier vote stays', async () => {
  await castVote(claim, 'agree', { actor: ada, now });
  const decision = await db().decision.create({ data: { kind: 'restrict', subjectId: ada.id } });
  const until = new Date(Date.now() + 60 * 60 * 1000);
  const { id } = await db().restriction.create({
    data: { userId: ada.id, scope: 'vote', until, reason: 'spam', decisionId: decision.id },
  });
  for (const stance of ['disagree', null] as const)
    await expect(castVote(claim, stance, { actor: ada, now })).rejects.toMatchObject({ code: 'restricted' });
  expect(await counts()).toEqual([1, 0]);
  await db().restriction.update({ where: { id }, data: { liftedAt: new Date() } });
  expect(await castVote(claim, null, { actor: ada, now })).toMatchObject({ agree: 0, mine: null });
});

test('forty votes at once are forty votes', async () => {
  const crowd = await Promise.all(Array.from({ length: 40 }, (_, i) => enter(`voter-${i}`)));
  const voted = await Promise.all(
    crowd.map((actor, i) => castVote(claim, i % 4 ? 'agree' : 'disagree', { actor: actor, now })),
  );
  expect(await counts()).toEqual([30, 10]);
  // Responses may arrive in any order; the one counted last is final.
  const last = voted.toSorted((a, b) => b.counted - a.counted)[0];
  expect(last).toMatchObject({ agree: 30, disagree: 10 });
});

test('one reader who sends every vote at once has one vote, and each response’s counts and mark agree', async () => {
  const presses = Array.from({ length: 40 }, (_, i) => (['agree', 'disagree', null] as const)[i % 3]!);
  const voted = await Promise.all(presses.map((stance) => castVote(claim, stance, { actor: ada, now })));
  for (const { agree, disagree, mine } of voted)
    expect([agree, disagree]).toEqual([mine === 'agree' ? 1 : 0, mine === 'disagree' ? 1 : 0]);
  const mine = (await ownVotes(verdictId, ada)).get(claim)?.stance;
  expect(await counts()).toEqual([mine === 'agree' ? 1 : 0, mine === 'disagree' ? 1 : 0]);
});

test('withdrawing a vote that was never cast changes nothing', async () => {
  await castVote(claim, 'agree', { actor: grace, now });
  expect(await castVote(claim, null, { actor: ada, now })).toMatchObject({
    agree: 1,
    disagree: 0,
    mine: null,
  });
});

const hours = (n: number) => new Date(now.getTime() + n * 60 * 60 * 1000);
const historyOf = (actor: Actor) =>
  db().voteHistory.findUniqueOrThrow({ where: { claimId_userId: { claimId: claim, userId: actor.id } } });

test('the first and the last vote are kept, over a withdrawal too', async () => {
  await castVote(claim, 'agree', { actor: ada, now });
  expect(await historyOf(ada)).toMatchObject({
    ...{ firstStance: 'agree', firstAt: now, lastStance: 'agree', lastAt: now, changedAt: null },
  });
  await castVote(claim, 'agree', { actor: ada, now: hours(1) });
  await castVote(claim, null, { actor: ada, now: hours(2) });
  expect(await historyOf(ada)).toMatchObject({ lastStance: 'agree', lastAt: now, changedAt: null });
  await castVote(claim, 'agree', { actor: ada, now: hours(3) });
  expect(await historyOf(ada)).toMatchObject({ lastAt: hours(3), changedAt: null });
  await castVote(claim, null, { actor: ada, now: hours(4) });
  await castVote(claim, 'disagree', { actor: ada, now: hours(5) });
  expect(await historyOf(ada)).toMatchObject({
    ...{ firstStance: 'agree', firstAt: now, lastStance: 'disagree', lastAt: hours(5), changedAt: hours(5) },
  });
});

test('a first vote is blind if a page hid the tally from its voter, and stays what it was', async () => {
  const blind = async (actor: Actor) => (await historyOf(actor)).blind;
  const [linus, barbara] = [await enter('linus'), await enter('barbara')];
  await db().verdict.update({ where: { id: verdictId }, data: { createdAt: now } });
  await castVote(claim, 'agree', { actor: ada, now }, { onPage: true });
  await castVote(claim, 'disagree', { actor: ada, now: hours(30) }, { onPage: true });
  await castVote(claim, 'agree', { actor: grace, now });
  await castVote(claim, 'agree', { actor: barbara, now: hours(25) }, { onPage: true });
  await db().peek.create({ data: { userId: linus.id, verdictId, createdAt: now } });
  await castVote(claim, 'agree', { actor: linus, now }, { onPage: true });
  expect([await blind(ada), await blind(grace), await blind(barbara), await blind(linus)]).toEqual([
    ...[true, false, false, false],
  ]);
});
