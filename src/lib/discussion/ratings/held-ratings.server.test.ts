// The rules are tested with votes (votes/held-votes.server.test.ts); ratings follow them.
import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { countHeld } from '#lib/moderation/queue/count-held.server.ts';
import { BURST_ACCOUNTS } from '#lib/standing/burst.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { listChanges } from '#lib/discussion/reading/list-changes.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { rateComment } from './rate-comment.server.ts';

await freshDatabase();

const now = new Date('2026-06-22T14:00:00Z');
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

let slug: string;
let comment: string;
let title = 0;
let named = 0;

beforeEach(async () => {
  ({ slug } = await publish(`On crowds, part ${++title}`));
  const author = await reader();
  ({
    comment: { id: comment },
  } = await postComment(slug, { body: `No. ${title}.` }, { actor: author, now }));
});

async function reader(age = 5): Promise<Actor> {
  const actor = await enter(`reader-${++named}`);
  await db().user.update({ where: { id: actor.id }, data: { createdAt: after(-age) } });
  return actor;
}
const readers = (count: number, age?: number) =>
  Promise.all(Array.from({ length: count }, () => reader(age)));
const rate = (actor: Actor, helpful: boolean | null = true, at = now) =>
  rateComment(comment, helpful, { actor, now: at });
const seenBy = (actor: Actor | null) => findComment(comment, { actor, now });

test('of forty fresh accounts that rate one comment, twenty count at once and the others later', async () => {
  const crowd = await readers(40);
  const rated = await Promise.all(crowd.map((actor) => rate(actor)));
  const held = crowd.filter((_, i) => rated[i]!.countsAt === after(10).toISOString());
  expect(held).toHaveLength(20);
  expect(await seenBy(held[0]!)).toMatchObject({
    helpful: 20,
    mine: { helpful: true, countsAt: after(10).toISOString() },
  });
  expect(await seenBy(null)).toMatchObject({ helpful: 20 });
  expect((await checkEverything()).differences).toEqual([]);

  const { tally } = await listChanges(slug, { since: 1 }, { actor: null, now });
  await Promise.all(Array.from({ length: 3 }, () => countHeld(after(10))));
  const changes = await listChanges(slug, { since: 1, tally }, { actor: null, now });
  expect(changes).toMatchObject({ tally: tally + 1, ratings: [{ comment, helpful: 40 }] });
  expect((await seenBy(held[0]!)).mine?.countsAt).toBeUndefined();
  expect((await checkEverything()).differences).toEqual([]);
});

test('a held rating is changed, withdrawn, or dropped with a restriction', async () => {
  const old = await reader(61);
  await Promise.all((await readers(BURST_ACCOUNTS)).map((actor) => rate(actor)));
  const [changed, withdrawn, restricted] = await readers(3);
  for (const actor of [changed!, withdrawn!, restricted!])
    expect((await rate(actor)).countsAt).toBe(after(10).toISOString());
  expect((await rate(old)).countsAt).toBeUndefined();
  expect(await rate(changed!, false, after(1))).toMatchObject({ countsAt: after(10).toISOString() });
  expect(await rate(withdrawn!, null, after(1))).not.toHaveProperty('countsAt');
  const decision = await db().decision.create({
    data: { kind: 'restrict', subjectId: restricted!.id, place: '/u/' },
  });
  await db().restriction.create({
    data: { userId: restricted!.id, scope: 'everything', reason: 'spam', decisionId: decision.id },
  });
  await countHeld(after(10));
  expect(await seenBy(null)).toMatchObject({ helpful: 21, notHelpful: 1 });
  expect(await db().rating.count({ where: { userId: restricted!.id } })).toBe(0);
  expect((await checkEverything()).differences).toEqual([]);
});
