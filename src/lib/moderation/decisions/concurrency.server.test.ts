import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { decideOn, reportedComment } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { LONG } from '../../../../tests/faults/report.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { restrictAccount } from '#lib/moderation/restrictions/restrict-account.server.ts';

await freshDatabase({ limits: 'off', connections: 16 });

const now = new Date('2026-06-22T09:00:00Z');
const later = new Date(now.getTime() + 3_600_000);
const CASES = LONG ? 50 : 20;
let authors: Actor[];
let moderators: Actor[];
let linus: Actor;

beforeAll(async () => {
  linus = await enter('linus', 'admin');
  authors = await Promise.all(Array.from({ length: 5 }, (_, i) => enter(`author-${i}`)));
  moderators = await Promise.all(Array.from({ length: 10 }, (_, i) => enter(`moderator-${i}`, 'moderator')));
});

test(`${4 * CASES} concurrent decisions by 10 moderators on ${CASES} cases: each case is decided once, and all counts match`, async () => {
  const verdicts = await Promise.all(
    Array.from({ length: 5 }, (_, i) => publish(`On crowds, part ${i + 1}`)),
  );
  const cases: { caseId: string; commentId: string; slug: string }[] = [];
  for (let i = 0; i < CASES; i++) {
    const { slug } = verdicts[i % verdicts.length]!;
    const author = authors[i % authors.length]!;
    const { comment, caseId } = await reportedComment(slug, {
      author,
      reporter: linus,
      body: `No. ${i}.`,
      now,
    });
    cases.push({ caseId, commentId: comment.id, slug });
    const reply = { body: `Answer to ${i}.`, parentId: comment.id, nonce: randomUUID() };
    // Every second one is answered, so that some leave their place and some leave a tombstone.
    if (i % 2) await postComment(slug, reply, { actor: authors[(i + 1) % 5]!, now: later });
  }
  const kinds = ['remove', 'keep', 'remove', 'keep'] as const;
  const decisions = cases.flatMap(({ caseId }, i) =>
    kinds.map((kind, k) => () => {
      const actor = moderators[(i * kinds.length + k) % moderators.length]!;
      return decideOn(caseId, { kind, replies: i % 10 === 1 }, { actor, now: later });
    }),
  );
  expect(decisions).toHaveLength(4 * CASES);
  // Meanwhile readers go on: ratings, votes, withdrawals, and one account is silenced.
  const readers = [
    ...cases.slice(0, CASES / 2).map(
      ({ commentId }, i) =>
        () =>
          rateComment(commentId, i % 2 === 0, { actor: authors[(i + 2) % 5]!, now: later }),
    ),
    ...verdicts.map(
      ({ claims }, i) =>
        () =>
          castVote(claims[0]!.id, 'agree', { actor: authors[i]!, now }),
    ),
    ...cases.slice(-10, -5).map(
      ({ commentId }, i) =>
        () =>
          withdrawComment(commentId, { actor: authors[i % 5]!, now: later }),
    ),
    () =>
      restrictAccount(
        'author-3',
        { scope: 'vote', term: 'ever', reason: 'spam', note: undefined, nonce: randomUUID() },
        { actor: moderators[0]!, now: later },
      ),
  ];
  const done = await Promise.allSettled(shuffled([...decisions, ...readers]).map((act) => act()));
  for (const one of done)
    if (one.status === 'rejected') if (!(one.reason instanceof Refusal)) throw one.reason;

  const made = await db().decision.groupBy({
    by: ['caseId'],
    where: { kind: { in: ['keep', 'remove'] }, place: { not: null } },
    _count: true,
  });
  expect(made.every(({ _count }) => _count === 1)).toBe(true);
  // Where a withdrawal came first, `remove` is refused, but one of the two who keep has closed the case.
  expect(made).toHaveLength(CASES);
  expect(await db().case.count({ where: { state: 'open' } })).toBe(0);
  expect(await db().ledgerEntry.count()).toBe(CASES + 1);
  expect(await checkEverything()).toMatchObject({ differences: [] });
});

/** Mixed by a fixed rule, so that a failure comes again. */
function shuffled<T>(all: T[]): T[] {
  let seed = 7;
  const mixed = [...all];
  for (let i = mixed.length - 1; i > 0; i--) {
    seed = (seed * 48271) % 2147483647;
    const j = seed % (i + 1);
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}
