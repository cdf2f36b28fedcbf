import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { blindFor, peek } from './peek.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 60 * 60 * 1000);
let ada: Actor, grace: Actor;
let slug: string;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
  ({ slug } = await publish());
});

const publishedAt = (createdAt: Date) => db().verdict.update({ where: { slug }, data: { createdAt } });

test('a page hides the votes until 24 hours after publication, or until its reader asks', async () => {
  await publishedAt(hoursAgo(23));
  const verdict = await findVerdict(slug);
  expect(verdict.blindUntil).toBe(hoursAgo(-1).toISOString());
  for (const reader of [null, ada]) expect(await blindFor(verdict, reader)).toBe(verdict.blindUntil);
  await peek(slug, { actor: ada, now });
  await peek(slug, { actor: ada, now });
  expect(await blindFor(verdict, ada)).toBeUndefined();
  expect(await blindFor(verdict, grace)).toBe(verdict.blindUntil);
  await publishedAt(hoursAgo(25));
  expect((await findVerdict(slug)).blindUntil).toBeUndefined();
});

test('who asked for the votes doesn’t vote blind afterwards', async () => {
  await publishedAt(hoursAgo(1));
  const { claims } = await findVerdict(slug);
  const claimId = claims[0]!.id;
  for (const actor of [ada, grace]) await castVote(claimId, 'agree', { actor, now }, { onPage: true });
  const blind = await db().voteHistory.findMany({
    where: { claimId },
    select: { userId: true, blind: true },
  });
  expect(new Map(blind.map((row) => [row.userId, row.blind]))).toEqual(
    new Map([
      [ada.id, false],
      [grace.id, true],
    ]),
  );
});

test('asking without an account, or for a verdict that isn’t there, is refused', async () => {
  await expect(peek(slug, { actor: null, now })).rejects.toMatchObject({ code: 'sign-in-first' });
  for (const none of ['no-such', 'x'.repeat(300)])
    await expect(peek(none, { actor: ada, now })).rejects.toMatchObject({ code: 'verdict-not-found' });
});
