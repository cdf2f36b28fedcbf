import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeSession, openSession, sessionOf } from '#lib/accounts/session.server.ts';
import { COMMAND_LINE, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { FIRST_REPLIES } from '#lib/discussion/comment.ts';
import { MAX_IDS } from '#lib/discussion/mine/mine-address.ts';
import type { VerdictMine } from '#lib/discussion/mine/mine-view.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { RENDERER } from '#lib/discussion/reading/markdown.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import type { SiteMine } from '#lib/live/events.ts';
import { REFUSALS } from '#lib/refusals.ts';
import { findSwitches, listenForSiteSettings } from '#lib/site-settings/find-site-settings.server.ts';
import { retractVerdict, unpublishVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../tests/support/cast.ts';
import { CookieJar } from '../../tests/support/cookie-jar.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { queriesOf } from '../../tests/support/queries.ts';
import { requestEvent } from '../../tests/support/request-event.ts';
import { publish } from '../../tests/support/verdict.ts';
import { GET as getSiteMine } from './api/v1/mine/+server.ts';
import { GET as getVerdictMine } from './api/v1/verdicts/[slug]/mine/+server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
const HOUR = 60 * 60 * 1000;
let ada: Actor, grace: Actor, mary: Actor, linus: Actor;
let slug: string, claim: string;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
  [mary, linus] = [await enter('mary', 'moderator'), await enter('linus', 'admin')];
});
let made = 0;
beforeEach(async () => {
  const verdict = await publish(`What is mine, part ${(made += 1)}`);
  ({ slug } = verdict);
  claim = verdict.claims[0]!.id;
});

/** Each a millisecond after the one before, so that ids are in their order. */
async function post(actor: Actor, where = slug): Promise<string> {
  const input = { body: `A point, no. ${(made += 1)}.`, nonce: randomUUID() };
  const at = new Date(now.getTime() + made);
  return (await postComment(where, input, { actor, now: at })).comment.id;
}
/** Like a held comment. */
async function postPending(actor: Actor): Promise<string> {
  const { id: verdictId } = await db().verdict.findUniqueOrThrow({ where: { slug } });
  const text = { body: 'A point to be held.', html: '<p>A point to be held.</p>', renderer: RENDERER };
  const place = { verdictId, depth: 0, path: `f${randomUUID().slice(0, 7)}`, seq: 0 };
  const { id } = await db().comment.create({
    data: { ...text, ...place, authorId: actor.id, status: 'pending', moderatedStatus: 'pending' },
  });
  return id;
}
const setStatus = (id: string, status: 'hidden' | 'removed') =>
  db().comment.update({ where: { id }, data: { status, moderatedStatus: status } });

async function respond(actor: Actor | null, ids: string[] = [], where = slug): Promise<Response> {
  const path = `/api/v1/verdicts/${where}/mine?comments=${ids.join(',')}`;
  const event = { ...requestEvent({ path, actor }), params: { slug: where } };
  return getVerdictMine(event as unknown as Parameters<typeof getVerdictMine>[0]);
}
async function mine(actor: Actor, ids: string[] = []): Promise<VerdictMine> {
  const response = await respond(actor, ids);
  expect(response.status).toBe(200);
  return (await response.json()) as VerdictMine;
}
async function siteMine(actor: Actor | null): Promise<Response> {
  const event = requestEvent({ path: '/api/v1/mine', actor });
  return getSiteMine(event as unknown as Parameters<typeof getSiteMine>[0]);
}
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
const idsOf = ({ comments }: VerdictMine) => comments.map(({ id }) => id);

describe('the header', () => {
  test('has the name, role, unread notices, and the queue for moderators only', async () => {
    const comment = await post(grace);
    await db().notice.create({ data: { userId: grace.id, kind: 'hidden', commentId: comment } });
    const state = (await (await siteMine(grace)).json()) as SiteMine;
    const { id, username, role } = grace;
    expect(state).toEqual({
      viewer: { id, username, role, waiting: false },
      unread: 1,
      queue: null,
      closed: [],
    });
    expect(await (await siteMine(mary)).json()).toMatchObject({
      queue: { reports: 0, requests: 0, held: 0, appeals: 0 },
    });
    expect(await mine(grace)).toMatchObject(state);
  });

  test('has the number of new comments of the verdicts asked for, in one more query', async () => {
    await post(ada);
    const { id: verdictId } = await db().verdict.findUniqueOrThrow({ where: { slug } });
    await db().readPosition.create({ data: { userId: grace.id, verdictId, seq: 0, readAt: now } });
    const path = `/api/v1/mine?verdicts=nowhere,${slug}`;
    const { result, queries } = await queriesOf(() =>
      getSiteMine(requestEvent({ path, actor: grace }) as never),
    );
    expect(((await result.json()) as SiteMine).news).toEqual([{ slug, count: 1 }]);
    expect(queries.length).toBeLessThanOrEqual(3);
  });

  test('says that an account waits for approval', async () => {
    const state = (await (await siteMine({ ...ada, waiting: true })).json()) as SiteMine;
    expect(state.viewer.waiting).toBe(true);
    expect(state.closed).toEqual([REFUSALS['awaiting-approval'].message]);
  });

  test('isn’t kept by any cache', async () => {
    for (const response of [await siteMine(ada), await respond(ada)])
      expect(response.headers.get('cache-control')).toBe('private, no-store');
  });
});

test('a stranger and a program are refused', async () => {
  for (const response of [await siteMine(null), await respond(null)]) {
    expect(response.status).toBe(401);
    expect(await codeOf(response)).toBe('sign-in-first');
  }
});

describe('votes and ratings', () => {
  test('are the reader’s own, with the time until which they are held', async () => {
    const [first, second, other] = [await post(ada), await post(ada), await post(ada)];
    await castVote(claim, 'disagree', { actor: grace, now });
    await castVote(claim, 'agree', { actor: ada, now });
    await rateComment(first, true, { actor: grace, now });
    await rateComment(second, false, { actor: grace, now });
    await rateComment(other, true, { actor: mary, now });
    expect(await mine(grace, [first, second, other])).toMatchObject({
      claims: [{ id: claim, mine: 'disagree' }],
      ratings: expect.toSatisfy((ratings: unknown[]) => ratings.length === 2),
    });
    const countsAt = new Date(now.getTime() + HOUR);
    await db().vote.updateMany({ where: { userId: grace.id, claimId: claim }, data: { countsAt } });
    await db().rating.updateMany({ where: { userId: grace.id, commentId: first }, data: { countsAt } });
    const held = await mine(grace, [first, second]);
    expect(held.claims).toEqual([{ id: claim, mine: 'disagree', countsAt: countsAt.toISOString() }]);
    expect(held.ratings).toContainEqual({ comment: first, helpful: true, countsAt: countsAt.toISOString() });
    expect(held.ratings).toContainEqual({ comment: second, helpful: false });
  });

  test('are those of the comments asked for, on this verdict', async () => {
    const [here, beside] = [await post(ada), await post(ada)];
    const { slug: elsewhere } = await publish(`Elsewhere ${made}`);
    const there = await post(ada, elsewhere);
    for (const id of [here, beside, there]) await rateComment(id, true, { actor: grace, now });
    const { ratings } = await mine(grace, [here, there, randomUUID(), 'not-an-id']);
    expect(ratings).toEqual([{ comment: here, helpful: true }]);
  });

  test('on a claim that a new version no longer makes are left out', async () => {
    await castVote(claim, 'agree', { actor: ada, now });
    await db().claim.update({ where: { id: claim }, data: { retiredAt: now } });
    expect((await mine(ada)).claims).toEqual([]);
  });
});

describe('comments', () => {
  test('are the reader’s own among those asked for, with what they may do', async () => {
    const [own, other] = [await post(ada), await post(grace)];
    const { comments } = await mine(ada, [own, other]);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toMatchObject({
      id: own,
      mine: { own: true, canEdit: true, canWithdraw: true, canRate: false },
    });
    expect((await mine(ada)).comments).toEqual([]);
  });

  test.each(['pending', 'hidden'] as const)(
    'that are %s reach their author without being asked for',
    async (status) => {
      const withheld = async (actor: Actor) => {
        if (status === 'pending') return postPending(actor);
        return (await setStatus(await post(actor), status)).id;
      };
      const [own, other] = [await withheld(ada), await withheld(grace)];
      const { comments } = await mine(ada, [other]);
      expect(comments).toMatchObject([{ id: own, status, mine: { own: true } }]);
      expect(comments[0]!.body).toMatch(/^A point/);
    },
  );

  test('that are withheld reach moderators with their text, and other readers not at all', async () => {
    const [hidden, pending, removed, visible] = [
      await post(ada),
      await postPending(ada),
      await post(ada),
      await post(ada),
    ];
    await setStatus(hidden, 'hidden');
    await setStatus(removed, 'removed');
    const asked = [hidden, pending, removed, visible];
    for (const moderator of [mary, linus]) {
      expect(idsOf(await mine(moderator)).sort()).toEqual([hidden, pending].sort());
      const { comments } = await mine(moderator, asked);
      expect(comments.map(({ id }) => id).sort()).toEqual([hidden, pending, removed].sort());
      for (const { body, mine: own } of comments) {
        expect(body).toMatch(/^A point/);
        expect(own).toMatchObject({ own: false, canEdit: false });
      }
    }
    expect((await mine(grace, asked)).comments).toEqual([]);
  });

  test('that were removed or withdrawn have no text for their author', async () => {
    const [removed, withdrawn, gone] = [await post(ada), await post(ada), await post(ada)];
    for (const parentId of [removed, withdrawn])
      await postComment(slug, { body: `A reply ${(made += 1)}.`, parentId }, { actor: grace, now });
    await setStatus(removed, 'removed');
    for (const id of [withdrawn, gone]) await withdrawComment(id, { actor: ada, now });
    const { comments } = await mine(ada, [removed, withdrawn, gone]);
    // Without a reply below it, a withdrawn comment has no place in the thread.
    expect(comments.map(({ id }) => id).sort()).toEqual([removed, withdrawn].sort());
    for (const { html, body, author } of comments) expect([html, body, author]).toEqual([null, null, null]);
  });

  test('of another verdict are left out', async () => {
    const { slug: elsewhere } = await publish(`Elsewhere ${made}`);
    const there = await post(ada, elsewhere);
    await setStatus(there, 'hidden');
    for (const actor of [ada, mary]) expect((await mine(actor, [there])).comments).toEqual([]);
  });

  test('that nobody asked for are the newest twenty of one’s own, and fifty for moderators', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 52; i++) ids.push(await post(ada));
    await db().comment.updateMany({
      where: { id: { in: ids } },
      data: { status: 'hidden', moderatedStatus: 'hidden' },
    });
    expect(idsOf(await mine(ada)).sort()).toEqual(ids.slice(-20).sort());
    expect(idsOf(await mine(mary)).sort()).toEqual(ids.slice(-50).sort());
  });

  test(`of more than ${MAX_IDS} ids are refused`, async () => {
    const ids = Array.from({ length: MAX_IDS + 1 }, () => randomUUID());
    expect((await respond(ada, ids)).status).toBe(422);
    expect((await respond(ada, ids.slice(1))).status).toBe(200);
  });
});

test('restrictions are those in force, without what moderators noted', async () => {
  const decision = await db().decision.create({ data: { kind: 'restrict', subjectId: ada.id } });
  const until = new Date(Date.now() + HOUR);
  const common = { userId: ada.id, reason: 'spam', decisionId: decision.id };
  await db().restriction.createMany({
    data: [
      { ...common, scope: 'comment', until },
      { ...common, scope: 'everything', until: new Date(Date.now() - HOUR) },
      { ...common, scope: 'everything', until, liftedAt: new Date() },
      { ...common, scope: 'vote' },
    ],
  });
  const { restrictions } = await mine(ada);
  expect(restrictions).toHaveLength(2);
  expect(restrictions).toContainEqual({ scope: 'comment', until: until.toISOString() });
  expect(restrictions).toContainEqual({ scope: 'vote', until: null });
  expect((await mine(grace)).restrictions).toEqual([]);
  await db().restriction.deleteMany({ where: { userId: ada.id } });
});

test('an unpublished verdict exists for admins only, a retracted one for everyone', async () => {
  await castVote(claim, 'agree', { actor: linus, now });
  await retractVerdict(slug, { note: 'Invented.' }, { actor: COMMAND_LINE, now });
  for (const actor of [ada, linus]) expect((await respond(actor)).status).toBe(200);
  await unpublishVerdict(slug, { actor: COMMAND_LINE, now });
  expect((await mine(linus)).claims).toHaveLength(1);
  for (const actor of [ada, mary]) expect(await codeOf(await respond(actor))).toBe('verdict-not-found');
  expect((await respond(ada, [], 'nowhere')).status).toBe(404);
});

test('a request takes one look-up of the session and at most two queries', async () => {
  const ids: string[] = [];
  for (let i = 0; i < FIRST_REPLIES; i++) ids.push(await post(i % 2 ? ada : grace));
  for (const id of ids.slice(0, 3)) await setStatus(id, 'hidden');
  await rateComment(ids[4]!, true, { actor: ada, now });
  // As in a running site, which reads the switches again when they change.
  listenForSiteSettings(true);
  await findSwitches();
  for (const actor of [ada, mary]) {
    const cookies = new CookieJar();
    await openSession(cookies, actor.id);
    const asked = [respond, (who: Actor | null) => siteMine(who)];
    for (const ask of asked) {
      await sessionOf(cookies); // notes when the session was last seen
      const { result, queries } = await queriesOf(async () => {
        const session = await sessionOf(cookies);
        return ask(session!.actor, ids);
      });
      expect(result.status).toBe(200);
      expect(queries.filter((text) => text.includes('FROM sessions'))).toHaveLength(1);
      expect(queries.length).toBeLessThanOrEqual(3);
    }
    await closeSession(cookies, (await sessionOf(cookies))!.sessionId);
  }
  listenForSiteSettings(false);
});
