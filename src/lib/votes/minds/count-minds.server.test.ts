import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { markRead } from '#lib/discussion/whats-new/mark-read.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { recountMinds } from '../blind/history.store.server.ts';
import { countMinds } from './count-minds.server.ts';
import { deleteDue, publishMinds, verdictsWithMindsDue } from './minds.store.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
const hours = (n: number) => new Date(now.getTime() + n * 60 * 60 * 1000);
let slug: string;
let claim: string;
let crowd: Actor[];

const open = (actor: Actor, at: Date) =>
  markRead(slug, { seq: 0, section: null, opened: true }, { actor, now: at });
const vote = (actor: Actor, stance: 'agree' | 'disagree' | null, at: Date) =>
  castVote(claim, stance, { actor, now: at });
async function minds() {
  await countMinds();
  const verdict = await findVerdict(slug);
  return verdict.claims.find(({ id }) => id === claim)!.minds;
}

beforeAll(async () => {
  const verdict = await publish();
  slug = verdict.slug;
  claim = verdict.claims[0]!.id;
  crowd = await Promise.all(Array.from({ length: 24 }, (_, i) => enter(`reader-${i}`)));
  for (const actor of crowd.slice(0, 20)) await vote(actor, 'agree', now);
});

test('changed minds are counted over readers who opened the discussion after their first vote', async () => {
  for (const actor of crowd.slice(0, 18)) await open(actor, hours(1));
  // Posting is opening, too.
  await postComment(slug, { body: 'I disagree.', nonce: randomUUID() }, { actor: crowd[18]!, now: hours(1) });
  // Voted after reading; never opened it; changed the vote before.
  const [late, away, early] = crowd.slice(20);
  await open(late!, now);
  await vote(late!, 'agree', hours(1));
  await vote(away!, 'disagree', now);
  await vote(early!, 'agree', now);
  await vote(early!, 'disagree', hours(1));
  await open(early!, hours(2));
  for (const actor of crowd.slice(0, 5)) await vote(actor, 'disagree', hours(2));
  expect(await minds()).toBeNull();

  await open(crowd[19]!, hours(3));
  const { tallyVersion } = await findVerdict(slug);
  expect(await minds()).toMatchObject({ readers: 20, before: 1, after: 0.75 });
  // Cached pages are older then.
  expect((await findVerdict(slug)).tallyVersion).toBe(tallyVersion + 1);
});

test('a later vote changes nothing that is shown before another ten of readers', async () => {
  await vote(crowd[6]!, 'disagree', hours(4));
  expect(await minds()).toMatchObject({ readers: 20, after: 0.75 });
  expect(await db().mindsDue.count()).toBe(0);
});

test('with too few readers whose votes stand, nothing is shown', async () => {
  await vote(crowd[7]!, null, hours(5));
  // Counting that fails is tried again.
  await db().$executeRaw`ALTER TABLE claims ADD CONSTRAINT shown CHECK (minds IS NOT NULL) NOT VALID`;
  await expect(countMinds()).rejects.toThrow('could not be counted');
  expect(await db().mindsDue.count()).toBe(1);
  await db().$executeRaw`ALTER TABLE claims DROP CONSTRAINT shown`;
  expect(await minds()).toBeNull();
});

test('a verdict on which someone votes while it is counted stays due', async () => {
  const { id } = await findVerdict(slug);
  const mark = Prisma.sql`WITH ${recountMinds(Prisma.sql`SELECT ${id}::uuid`)} SELECT 1`;
  await db().$executeRaw(mark);
  const [earlier] = await verdictsWithMindsDue(1);
  await db().$executeRaw(mark);
  await deleteDue(earlier!);
  const [later] = await verdictsWithMindsDue(1);
  expect(later).toBeDefined();
  // As does one whose vote isn't committed when it is deleted.
  let deleted: Promise<void> | undefined;
  await db().$transaction(async (tx) => {
    await tx.$executeRaw(mark);
    deleted = deleteDue(later!);
    await new Promise((done) => setTimeout(done, 100));
  });
  await deleted;
  expect(await db().mindsDue.count()).toBe(1);
  await countMinds();
  expect(await db().mindsDue.count()).toBe(0);
});

test('a sweep that counted earlier does not publish over a later ten', async () => {
  const { id } = await findVerdict(slug);
  await db().claim.update({ where: { id: claim }, data: { mindsTens: 4 } });
  const { claims } = await publishMinds(id, [{ id: claim, minds: null, tens: 3 }]);
  expect(claims).toEqual([]);
});

test('the first time that the discussion was opened is kept', async () => {
  const [reader] = crowd;
  await open(reader!, hours(9));
  await markRead(slug, { seq: 1 }, { actor: reader!, now: hours(10) });
  const row = await db().readPosition.findFirstOrThrow({ where: { userId: reader!.id } });
  expect(row.openedAt).toEqual(hours(1));
});
