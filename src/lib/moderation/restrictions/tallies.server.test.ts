// Counts move by differences, so an error would stay. Whatever happens at the same time, they equal a recount.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { forgetRatings } from '#lib/discussion/erase-author/forget-ratings.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { saveRatings } from '#lib/discussion/ratings/save-ratings.store.server.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { countHeld } from '#lib/moderation/queue/count-held.server.ts';
import { BURST_ACCOUNTS, burstTimes } from '#lib/standing/burst.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { forgetVotes } from '#lib/votes/forget-votes.server.ts';
import { saveVotes } from '#lib/votes/save-votes.store.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { inOrder } from '../../../../tests/support/in-order.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { liftRestriction } from './lift-restriction.server.ts';
import { restrictAccount } from './restrict-account.server.ts';

const url = await freshDatabase({ limits: 'off' });

const now = new Date();
const due = new Date(now.getTime() + 10 * 60_000);
let mary: Actor;
let author: Actor;
let readers: Actor[];
let crowd: Actor[];
let part = 0;

beforeAll(async () => {
  mary = await enter('mary', 'moderator');
  author = await enter('author');
  const named = (name: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => enter(`${name}-${i}`)));
  readers = await named('reader', 5);
  crowd = await named('crowd', BURST_ACCOUNTS);
  // Two of the readers are too old to be held in a burst.
  const old = new Date(now.getTime() - 2 * 60 * 60_000);
  await db().user.updateMany({
    where: { id: { in: readers.slice(0, 2).map(({ id }) => id) } },
    data: { createdAt: old },
  });
});

const restrict = ({ username }: Actor, scope: 'comment' | 'vote' | 'everything') =>
  restrictAccount(
    username,
    { scope, term: 'ever', reason: 'spam', note: undefined, nonce: randomUUID() },
    { actor: mary, now },
  );

async function liftOne({ id: userId }: Actor): Promise<void> {
  const found = await db().restriction.findFirst({ where: { userId, liftedAt: null } });
  if (!found) return;
  const lifted = liftRestriction({ restriction: found.id, nonce: randomUUID() }, { actor: mary, now });
  // Another step of the same round may have lifted it.
  await lifted.catch((error: { code?: string }) => expect(error.code).toBe('not-possible-now'));
}

interface Thread {
  verdictId: string;
  claims: string[];
  comments: string[];
}

async function thread(): Promise<Thread> {
  const { id: verdictId, slug, claims } = await publish(`On tallies, part ${++part}`);
  const comments: string[] = [];
  for (const n of [1, 2]) {
    const input = { body: `No. ${n} of ${part}.`, nonce: randomUUID() };
    comments.push((await postComment(slug, input, { actor: author, now })).comment.id);
  }
  return { verdictId, claims: claims.slice(0, 2).map(({ id }) => id), comments };
}

type Side = true | false | null;
const sideToStance = (side: Side) => (side === null ? null : side ? 'agree' : 'disagree');

/** Directly to the store, as from several processes: without group commit, and past the check for restrictions. */
async function write(
  { verdictId, claims, comments }: Thread,
  writes: { reader: number; on: number; side: Side }[],
  kind: 'votes' | 'ratings',
): Promise<void> {
  const times = burstTimes(now, true);
  const rows = writes.map(({ reader, on, side }) => ({ userId: readers[reader]!.id, on, side, ...times }));
  if (kind === 'votes')
    await saveVotes(
      verdictId,
      rows.map(({ on, side, ...row }) => ({ ...row, claimId: claims[on]!, stance: sideToStance(side) })),
    );
  else
    await saveRatings(
      verdictId,
      rows.map(({ on, side, ...row }) => ({ ...row, commentId: comments[on]!, helpful: side })),
    );
}

/** Fills the burst, so that further fresh accounts are held. */
async function fillBurst({ verdictId, claims, comments }: Thread): Promise<void> {
  const times = burstTimes(now, true);
  const rows = crowd.map(({ id: userId }) => ({ userId, ...times }));
  await saveVotes(
    verdictId,
    rows.map((row) => ({ ...row, claimId: claims[0]!, stance: 'agree' as const })),
  );
  await saveRatings(
    verdictId,
    rows.map((row) => ({ ...row, commentId: comments[0]!, helpful: true })),
  );
}

const reader = fc.integer({ min: 0, max: 4 });
const aWrite = fc.record({
  reader,
  on: fc.constantFrom(0, 0, 1),
  side: fc.constantFrom<Side>(true, false, null),
});
const aStep = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      kind: fc.constantFrom('votes' as const, 'ratings' as const),
      writes: fc.array(aWrite, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('restrict' as const),
      reader,
      scope: fc.constantFrom('comment' as const, 'vote' as const, 'everything' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lift' as const), reader }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), reader }) },
);
type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never;

async function play(at: Thread, step: Step): Promise<void> {
  if (step.do === 'write') await write(at, step.writes, step.kind);
  else if (step.do === 'restrict') await restrict(readers[step.reader]!, step.scope);
  else if (step.do === 'lift') await liftOne(readers[step.reader]!);
  else if (step.do === 'sweep') await countHeld(due);
  else {
    await forgetVotes(readers[step.reader]!.id, now);
    await forgetRatings(readers[step.reader]!.id, now);
  }
}

test('after any rounds of concurrent votes, ratings, holds, sweeps, restrictions and erasures, every count equals a recount', async () => {
  // The steps of a round run at the same time.
  const rounds = fc.array(fc.array(aStep, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(rounds, async (played) => {
      const at = await thread();
      await fillBurst(at);
      for (const round of played) {
        await Promise.all(round.map((step) => play(at, step)));
        expect(await checkEverything()).toMatchObject({ differences: [] });
      }
    }),
    { numRuns: 12, seed: 20261128 },
  );
}, 240_000);

test('a vote and a rating that are saved while their account is restricted don’t count', async () => {
  const [early, late] = [await enter('early'), await enter('late')];
  const { claims, comments } = await thread();
  // Neither has voted here before, so the restriction doesn’t lock this verdict.
  for (const [person, write] of [
    [early, () => castVote(claims[0]!, 'agree', { actor: early, now })],
    [late, () => rateComment(comments[0]!, true, { actor: late, now })],
  ] as const) {
    const steps = [() => restrict(person, 'vote'), write];
    for (const { status } of await inOrder(url, { table: 'users', id: person.id }, steps))
      expect(status).toBe('fulfilled');
  }
  expect(await db().claim.findUnique({ where: { id: claims[0]! } })).toMatchObject({ agree: 0 });
  expect(await db().comment.findUnique({ where: { id: comments[0]! } })).toMatchObject({ helpful: 0 });
  expect(await checkEverything()).toMatchObject({ differences: [] });
});

test('an account with two restrictions counts again when both are lifted, once', async () => {
  const [person] = readers;
  const { verdictId, claims } = await thread();
  const vote = { userId: person!.id, claimId: claims[0]!, stance: 'agree' as const };
  await db().restriction.updateMany({ data: { liftedAt: now } });
  await saveVotes(verdictId, [{ ...vote, ...burstTimes(now, false) }]);
  const agree = async () => (await db().claim.findUniqueOrThrow({ where: { id: claims[0]! } })).agree;
  const counts = [await agree()];
  for (const change of [
    () => restrict(person!, 'vote'),
    () => restrict(person!, 'everything'),
    () => liftOne(person!),
    () => liftOne(person!),
  ]) {
    await change();
    counts.push(await agree());
  }
  expect(counts).toEqual([1, 0, 0, 0, 1]);
});
