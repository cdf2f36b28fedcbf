// With the limits on, as on a real site. The clock is passed in; accounts get the age that a test needs.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { countHeld } from '#lib/moderation/queue/count-held.server.ts';
import { setQueueListeners } from '#lib/standing/queue-changes.server.ts';
import { BURST_ACCOUNTS, burstTimes } from '#lib/standing/burst.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';
import { findSwitches, listenForSiteSettings } from '#lib/site-settings/find-site-settings.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { queriesOf } from '../../../tests/support/queries.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { castVote, ownVotes } from './cast-vote.server.ts';
import { saveVotes } from './save-votes.store.server.ts';

await freshDatabase();

const MINUTE = 60_000;
const now = new Date('2026-06-22T14:00:00Z');
const after = (minutes: number) => new Date(now.getTime() + minutes * MINUTE);

let slug: string;
let verdictId: string;
let claim: string;
let title = 0;
let named = 0;

beforeEach(async () => {
  const verdict = await publish(`On crowds, part ${++title}`);
  ({ slug, id: verdictId } = verdict);
  claim = verdict.claims[0]!.id;
});

/** An account that is `age` minutes old at `now`. */
async function reader(age = 5): Promise<Actor> {
  const actor = await enter(`reader-${++named}`);
  await db().user.update({ where: { id: actor.id }, data: { createdAt: after(-age) } });
  return actor;
}
const readers = (count: number, age?: number) =>
  Promise.all(Array.from({ length: count }, () => reader(age)));
const vote = (actor: Actor, stance: Stance | null = 'agree', at = now) =>
  castVote(claim, stance, { actor, now: at });
const voteAll = (actors: Actor[], at = now) => Promise.all(actors.map((actor) => vote(actor, 'agree', at)));
const isHeld = ({ countsAt }: { countsAt?: string }) => countsAt !== undefined;

async function counts() {
  const { agree, disagree } = (await findVerdict(slug)).claims.find(({ id }) => id === claim)!;
  return [agree, disagree];
}
const tallyVersion = async () => (await findVerdict(slug)).tallyVersion;
const differences = async () => (await checkEverything()).differences;

/** A burst, and one more vote, which is held. @returns who cast it */
async function held(): Promise<Actor> {
  await voteAll(await readers(BURST_ACCOUNTS));
  const late = await reader();
  expect(isHeld(await vote(late))).toBe(true);
  return late;
}

describe('of forty fresh accounts that vote at once', () => {
  test('twenty count at once, and the others ten minutes later', async () => {
    let changes = 0;
    setQueueListeners({ burstsChanged: () => (changes += 1) });
    const voted = await voteAll(await readers(40));
    expect(voted.filter(isHeld)).toHaveLength(20);
    expect(voted.find(isHeld)).toMatchObject({ mine: 'agree', countsAt: after(10).toISOString() });
    expect(await counts()).toEqual([20, 0]);
    expect(await differences()).toEqual([]);
    expect(changes).toBeGreaterThan(0);

    await countHeld(after(9.99));
    expect(await counts()).toEqual([20, 0]);
    const [before, reported] = [await tallyVersion(), changes];
    await countHeld(after(10));
    expect(await counts()).toEqual([40, 0]);
    expect(await tallyVersion()).toBe(before + 1);
    expect(changes).toBe(reported + 1);
    expect(await differences()).toEqual([]);
  });

  test('the 21st is the first one held, also within one batch', async () => {
    await voteAll(await readers(19));
    const last = await voteAll(await readers(5));
    expect(last.map(isHeld).filter(Boolean)).toHaveLength(4);
    expect(await counts()).toEqual([20, 0]);
  });

  test('the limit is exact when several processes write at once', async () => {
    const crowd = (await readers(40)).map(({ id: userId }) => ({
      ...{ claimId: claim, userId, stance: 'agree' as const },
      ...burstTimes(now, true),
    }));
    // Without the group commit, which each process has its own of.
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => saveVotes(verdictId, crowd.slice(i * 5, i * 5 + 5))),
    );
    expect(await counts()).toEqual([20, 0]);
    expect(await db().vote.count({ where: { claimId: claim, countsAt: { not: null } } })).toBe(20);
  });

  test('several processes that sweep at once count each vote once', async () => {
    await voteAll(await readers(30));
    const before = await tallyVersion();
    await Promise.all(Array.from({ length: 5 }, () => countHeld(after(10))));
    expect(await counts()).toEqual([30, 0]);
    expect(await tallyVersion()).toBe(before + 1);
  });

  test('votes that are cast during a sweep are counted, too', async () => {
    await voteAll(await readers(30));
    const old = await readers(10, 120);
    await Promise.all([countHeld(after(10)), voteAll(old, after(10)), countHeld(after(10))]);
    expect(await counts()).toEqual([40, 0]);
    expect(await differences()).toEqual([]);
  });
});

describe('not held', () => {
  test('is the vote of an account that is an hour old, in any burst', async () => {
    await held();
    expect(isHeld(await vote(await reader(61)))).toBe(false);
    expect(isHeld(await vote(await reader(59)))).toBe(true);
    expect(await counts()).toEqual([21, 0]);
  });

  test('is a fresh account on another claim, or after the burst', async () => {
    const late = await held();
    const other = (await findVerdict(slug)).claims.find(({ id }) => id !== claim)!;
    expect(isHeld(await castVote(other.id, 'agree', { actor: late, now }))).toBe(false);
    expect(isHeld(await vote(await reader(), 'agree', after(9)))).toBe(true);
    expect(isHeld(await vote(await reader(), 'agree', after(20)))).toBe(false);
  });

  test('is anything while the limits are off', async () => {
    const crowd = await readers(30);
    const times = burstTimes(now, false);
    const saved = await saveVotes(
      verdictId,
      crowd.map(({ id: userId }) => ({ claimId: claim, userId, stance: 'agree', ...times })),
    );
    expect(saved.every(({ countsAt }) => countsAt === null)).toBe(true);
    expect(await counts()).toEqual([30, 0]);
  });
});

describe('a held vote', () => {
  test('is only shown to its owner', async () => {
    const late = await held();
    const mine = { stance: 'agree', countsAt: after(10) };
    expect(await ownVotes(verdictId, late)).toEqual(new Map([[claim, mine]]));
    await countHeld(after(10));
    expect(await ownVotes(verdictId, late)).toEqual(new Map([[claim, { ...mine, countsAt: null }]]));
  });

  test('stays held until the same time when it is changed', async () => {
    const late = await held();
    expect(await vote(late, 'disagree', after(3))).toMatchObject({
      disagree: 0,
      countsAt: after(10).toISOString(),
    });
    await countHeld(after(10));
    expect(await counts()).toEqual([20, 1]);
  });

  test('is deleted when it is withdrawn, which moderators see; a new vote is held from then on', async () => {
    const late = await held();
    let changes = 0;
    setQueueListeners({ burstsChanged: () => (changes += 1) });
    expect(isHeld(await vote(late, null, after(1)))).toBe(false);
    expect(changes).toBe(1);
    expect(await vote(late, 'agree', after(2))).toMatchObject({ countsAt: after(12).toISOString() });
    await countHeld(after(11));
    expect(await counts()).toEqual([20, 0]);
  });

  test('doesn’t affect a counted vote, which stays counted when it is changed in a burst', async () => {
    const [first] = await readers(1);
    await vote(first!);
    await held();
    expect(isHeld(await vote(first!, 'disagree', after(1)))).toBe(false);
    expect(await counts()).toEqual([19, 1]);
  });

  test('is dropped if its account is restricted when it is due, and counts if that is over', async () => {
    const [late, lifted, over] = [await held(), ...(await readers(2))];
    await voteAll([lifted!, over!]);
    const decision = await db().decision.create({
      data: { kind: 'restrict', subjectId: late.id, place: '/u/' },
    });
    const restrict = (userId: string, more: object) =>
      db().restriction.create({
        data: { userId, scope: 'comment', reason: 'spam', decisionId: decision.id, ...more },
      });
    await restrict(late.id, { until: after(60) });
    await restrict(lifted!.id, { until: after(60), liftedAt: after(1) });
    await restrict(over!.id, { until: after(5) });
    await countHeld(after(10));
    expect(await counts()).toEqual([22, 0]);
    expect(await ownVotes(verdictId, late)).toEqual(new Map());
    expect(await differences()).toEqual([]);
  });

  test('is deleted with its account', async () => {
    const late = await held();
    await db().user.delete({ where: { id: late.id } });
    await countHeld(after(10));
    expect(await counts()).toEqual([20, 0]);
  });
});

test('a vote in a burst takes as many queries as any other, and a sweep with nothing due takes two', async () => {
  const [old, late] = [await reader(120), await held().then(() => reader())];
  await vote(old, 'disagree');
  await vote(old, null);
  // As in a running site, which reads the switches again when they change.
  listenForSiteSettings(true);
  await findSwitches();
  const ordinary = await queriesOf(() => vote(old));
  const burst = await queriesOf(() => vote(late));
  expect(isHeld(burst.result)).toBe(true);
  expect(burst.queries).toHaveLength(ordinary.queries.length);
  const idle = await queriesOf(() => countHeld(after(9)));
  expect(idle.queries).toHaveLength(2);
});
