import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { forgetCredits } from '#lib/discussion/erase-author/forget-credits.server.ts';
import { findVerdictMine } from '#lib/discussion/mine/find-verdict-mine.server.ts';
import { findOptions } from '#lib/discussion/options/find-options.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { saveRatings } from '#lib/discussion/ratings/save-ratings.store.server.ts';
import { readRatingTallies } from '#lib/discussion/store/resync.store.server.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { liftRestriction } from '#lib/moderation/restrictions/lift-restriction.server.ts';
import { restrictAccount } from '#lib/moderation/restrictions/restrict-account.server.ts';
import { burstTimes } from '#lib/standing/burst.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { creditComment } from './credit-comment.server.ts';
import { deleteCredits } from './credit.store.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
let ada: Actor, grace: Actor, linus: Actor, mary: Actor;
let slug: string, verdictId: string;
let claims: string[];
let comment: string, other: string;
let part = 0;

beforeAll(async () => {
  [ada, grace, linus] = [await enter('ada'), await enter('grace'), await enter('linus')];
  mary = await enter('mary', 'moderator');
});
beforeEach(async () => {
  const verdict = await publish(`Changing minds, part ${++part}`);
  ({ slug, id: verdictId } = verdict);
  claims = verdict.claims.map(({ id }) => id);
  [comment, other] = [await post(grace), await post(grace)];
});

const post = async (actor: Actor) =>
  (await postComment(slug, { body: `A point. ${randomUUID()}`, nonce: randomUUID() }, { actor, now })).comment
    .id;
async function changeVote(actor: Actor, claim = claims[0]!): Promise<void> {
  for (const stance of ['agree', 'disagree'] as const) await castVote(claim, stance, { actor, now });
}
const credit = (actor: Actor, id = comment, claim?: string) =>
  creditComment(id, { credited: true, claim }, { actor, now });
const mindsOf = async (id: string) => (await findComment(id, { actor: null, now })).changedMinds ?? 0;

test('someone who changed a vote credits one comment, which shows it; again, and taken back, it counts once', async () => {
  await changeVote(ada);
  expect(await findOptions(slug, comment, { actor: ada, now })).toMatchObject({ credited: false });
  const before = await db().comment.findUniqueOrThrow({ where: { id: comment } });
  for (let i = 0; i < 2; i++) expect(await credit(ada)).toEqual({ credited: true, changedMinds: 1 });
  expect(await mindsOf(comment)).toBe(1);
  expect(await findOptions(slug, comment, { actor: ada, now })).toMatchObject({ credited: true });
  expect((await findVerdictMine(slug, [], { actor: ada, now })).credits).toEqual([comment]);
  // It weighs in the order, and a page that was away catches up.
  const after = await db().comment.findUniqueOrThrow({ where: { id: comment } });
  expect(after.groundScore).toBeGreaterThan(before.groundScore);
  const [tally] = await readRatingTallies(verdictId, before.ratedVersion);
  expect(tally).toMatchObject({ comment, changedMinds: 1 });
  const back = await creditComment(comment, { credited: false }, { actor: ada, now });
  expect(back).toEqual({ credited: false, changedMinds: 0 });
  expect(await mindsOf(comment)).toBe(0);
});

test('a claim credits one comment, and another claim another one', async () => {
  await changeVote(ada);
  await credit(ada);
  await credit(ada, other);
  expect([await mindsOf(comment), await mindsOf(other)]).toEqual([0, 1]);
  await changeVote(ada, claims[1]);
  await credit(ada, comment, claims[1]);
  await changeVote(linus);
  await credit(linus);
  expect([await mindsOf(comment), await mindsOf(other)]).toEqual([2, 1]);
  expect(await checkEverything()).toMatchObject({ differences: [] });
});

test('only readers with a changed vote on this verdict can, and not for their own comment or one that is gone', async () => {
  await castVote(claims[0]!, 'agree', { actor: linus, now });
  await expect(credit(linus)).rejects.toMatchObject({ code: 'vote-not-changed' });
  expect(await findOptions(slug, comment, { actor: linus, now })).toMatchObject({ credited: null });
  await castVote(claims[0]!, 'disagree', { actor: linus, now: new Date(now.getTime() - 1) });
  await expect(credit(linus), 'a later comment').rejects.toMatchObject({ code: 'vote-not-changed' });
  await changeVote(grace);
  await expect(credit(grace)).rejects.toMatchObject({ code: 'own-credit' });
  await changeVote(linus);
  await expect(credit(linus, comment, claims[1])).rejects.toMatchObject({ code: 'vote-not-changed' });
  await castVote(claims[0]!, null, { actor: linus, now });
  await expect(credit(linus)).rejects.toMatchObject({ code: 'vote-not-changed' });
  await withdrawComment(comment, { actor: grace, now });
  await changeVote(linus);
  await expect(credit(linus)).rejects.toMatchObject({ code: 'comment-not-found' });
  await expect(creditComment(other, { credited: true }, { actor: null, now })).rejects.toMatchObject({
    code: 'sign-in-first',
  });
});

test('a credit stands without the vote, until the reader takes it back', async () => {
  await changeVote(ada);
  await credit(ada);
  await castVote(claims[0]!, 'agree', { actor: ada, now });
  await castVote(claims[0]!, null, { actor: ada, now });
  expect(await mindsOf(comment)).toBe(1);
  expect(await findOptions(slug, comment, { actor: ada, now })).toMatchObject({ credited: true });
  const back = await creditComment(comment, { credited: false }, { actor: ada, now });
  expect(back).toEqual({ credited: false, changedMinds: 0 });
});

test('the credits of a restricted account don’t count, and those of a deleted one go', async () => {
  for (const actor of [ada, linus]) {
    await changeVote(actor);
    await credit(actor);
  }
  const restriction = { scope: 'everything', term: 'ever', reason: 'spam', note: undefined } as const;
  await restrictAccount('linus', { ...restriction, nonce: randomUUID() }, { actor: mary, now });
  expect(await mindsOf(comment)).toBe(1);
  expect(await checkEverything()).toMatchObject({ differences: [] });
  const { id } = await db().restriction.findFirstOrThrow({ where: { userId: linus.id } });
  await liftRestriction({ restriction: id, nonce: randomUUID() }, { actor: mary, now });
  expect(await mindsOf(comment)).toBe(2);
  await forgetCredits(linus.id);
  expect(await mindsOf(comment)).toBe(1);
  expect(await db().mindCredit.count({ where: { userId: linus.id } })).toBe(0);
});

test('a comment that is gone shows no badge and no changed minds in any tally', async () => {
  await changeVote(ada);
  await credit(ada);
  await postComment(slug, { body: 'Why?', parentId: comment, nonce: randomUUID() }, { actor: linus, now });
  const { tallyVersion } = await db().verdict.findUniqueOrThrow({ where: { id: verdictId } });
  await db().comment.update({ where: { id: comment }, data: { groundBadge: true } });
  await withdrawComment(comment, { actor: grace, now });
  const none = { comment, commonGround: false, changedMinds: 0 };
  expect(await readRatingTallies(verdictId, tallyVersion - 1)).toMatchObject([none]);
  const times = burstTimes(now, false);
  const [saved] = await saveRatings(verdictId, [
    { userId: linus.id, commentId: comment, helpful: true, ...times },
  ]);
  expect(saved!.tally).toMatchObject({ comment, commonGround: false });
  const [withdrawn] = await deleteCredits(verdictId, linus.id, [comment]);
  expect(withdrawn).toMatchObject(none);
});
