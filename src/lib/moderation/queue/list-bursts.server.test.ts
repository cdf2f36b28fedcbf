import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { BURST_ACCOUNTS } from '#lib/standing/burst.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { countHeld } from './count-held.server.ts';
import { listBursts } from './list-bursts.server.ts';

await freshDatabase();

const now = new Date();
const due = new Date(now.getTime() + 10 * 60_000);
let [ada, mary]: Actor[] = [];

beforeAll(async () => {
  [ada, mary] = [await enter('ada'), await enter('mary', 'moderator')];
});

test('only moderators see where votes are held', async () => {
  await expect(listBursts(null)).rejects.toMatchObject({ code: 'sign-in-first' });
  await expect(listBursts(ada!)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await listBursts(mary!)).toEqual([]);
});

test('a burst has its claim or comment and the number of held votes; most first, until they count', async () => {
  const { slug, title, claims } = await publish('On crowds');
  const [claim] = claims;
  const { comment } = await postComment(slug, { body: 'Rate me.' }, { actor: ada!, now });
  const crowd = await Promise.all(Array.from({ length: BURST_ACCOUNTS + 3 }, (_, i) => enter(`reader-${i}`)));
  await Promise.all(crowd.map((actor) => castVote(claim!.id, 'agree', { actor, now })));
  await Promise.all(crowd.slice(1).map((actor) => rateComment(comment.id, true, { actor, now })));
  const about = { verdict: slug, title, countsAt: due.toISOString() };
  expect(await listBursts(mary!)).toEqual([
    { kind: 'claim', id: claim!.id, label: claim!.label, waiting: 3, ...about },
    { kind: 'comment', id: comment.id, label: 'ada', waiting: 2, ...about },
  ]);
  await countHeld(due);
  expect(await listBursts(mary!)).toEqual([]);
});
