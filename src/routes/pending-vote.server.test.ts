import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { takeCode } from '#lib/http/forms/done-notice.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { stepQuery, type Step } from '#lib/votes/stepping/pass.ts';
import { voteOutcomeOf } from '#lib/votes/vote-outcome.ts';
import { enter, PASSWORD } from '../../tests/support/cast.ts';
import { CookieJar } from '../../tests/support/cookie-jar.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { requestEvent } from '../../tests/support/request-event.ts';
import { publish } from '../../tests/support/verdict.ts';
import { actions as signIn } from './sign-in/+page.server.ts';
import { actions as verdictPage } from './v/[slug]/+page.server.ts';
import * as assumptionsPage from './v/[slug]/assumptions/+page.server.ts';

await freshDatabase({ limits: 'off' });

let slug: string;
let claim: string;
let browser: CookieJar;
let serial = 0;
beforeAll(async () => {
  const verdict = await publish();
  [slug, claim] = [verdict.slug, verdict.claims[0]!.id];
});
beforeEach(() => {
  browser = new CookieJar();
});

/** Runs an action as SvelteKit would. */
const run = (actions: object, name: string, event: ReturnType<typeof requestEvent>): Promise<unknown> =>
  (actions as Record<string, (e: typeof event) => Promise<unknown>>)[name]!(event).catch(
    (thrown: unknown) => {
      if (thrown instanceof Error) throw thrown;
      return thrown;
    },
  );
const vote = () => ({ claim, stance: 'disagree' });
const signInAs = (
  username: string,
  fields: Record<string, string> = vote(),
  password = PASSWORD,
  query = '',
) => {
  const path = `/sign-in?to=${encodeURIComponent(`/v/${slug}${query}#claim-${claim}`)}`;
  const form = { username, password, ...fields };
  return run(signIn, 'default', requestEvent({ path, form, cookies: browser }));
};
const reader = () => enter(`ada-${++serial}`);
const votes = async () => (await findVerdict(slug)).claims[0]!.disagree;

test('a vote without a session is sent on to sign-in, in a form and not in the address', async () => {
  const pressed = { ...requestEvent({ path: `/v/${slug}?/vote`, form: vote() }), params: { slug } };
  // Nothing but the way back is in the address.
  const to = encodeURIComponent(`/v/${slug}?#claim-${claim}`);
  expect(await run(verdictPage, 'vote', pressed)).toMatchObject({
    status: 307,
    location: `/sign-in?draft&to=${to}`,
  });
  const path = '/sign-in?draft';
  const kept = await run(signIn, 'default', requestEvent({ path, form: vote(), cookies: browser }));
  expect(kept).toEqual({ vote: vote() });
  expect(browser.kept.size).toBe(0);
});

test('it outlasts a wrong password, is cast by the account that signs in, and reported once', async () => {
  const { username } = await reader();
  expect(await signInAs(username, vote(), 'not-the-one')).toMatchObject({ data: { values: vote() } });
  const before = await votes();
  expect(await signInAs(username)).toMatchObject({ status: 303, location: `/v/${slug}#claim-${claim}` });
  expect(await votes()).toBe(before + 1);
  expect(voteOutcomeOf(takeCode(browser))).toMatchObject({ claim, isCast: true });
  expect(voteOutcomeOf(takeCode(browser))).toBeNull();
});

test('if the account can’t vote, the reader is signed in and told why', async () => {
  const { id, username } = await reader();
  await db().user.update({ where: { id }, data: { waitingSince: new Date() } });
  const before = await votes();
  expect(await signInAs(username)).toMatchObject({ status: 303 });
  expect(await votes()).toBe(before);
  const outcome = voteOutcomeOf(takeCode(browser));
  expect(outcome).toMatchObject({ claim, isCast: false });
  expect(outcome?.message).toContain('your vote wasn’t cast. Your account is waiting for approval');
});

test('what isn’t a vote is ignored, and a cookie can’t put text on the page', async () => {
  const { username } = await reader();
  await signInAs(username, { claim: 'x', stance: 'disagree' });
  expect(voteOutcomeOf(takeCode(browser))).toBeNull();
  expect(voteOutcomeOf(`constructor ${claim}`)).toBeNull();
});

test('a vote of a reader who asked for the votes before they signed in isn’t blind', async () => {
  await db().verdict.update({ where: { slug }, data: { createdAt: new Date() } });
  for (const peeked of ['', slug]) {
    const carried = { ...vote(), peeked };
    const path = '/sign-in?draft';
    const kept = await run(signIn, 'default', requestEvent({ path, form: carried, cookies: browser }));
    expect(kept).toEqual({ vote: peeked ? carried : vote() });
    const { id, username } = await reader();
    await signInAs(username, carried);
    const { blind } = await db().voteHistory.findFirstOrThrow({ where: { userId: id } });
    expect(blind).toBe(peeked === '');
  }
});

test('without scripts, the page that sends the vote says that it showed the votes, and is shown again', async () => {
  await db().verdict.update({ where: { slug }, data: { createdAt: new Date() } });
  const pressed = requestEvent({ path: `/v/${slug}?/vote`, form: vote() });
  pressed.request.headers.set('referer', `http://localhost/v/${slug}?votes=shown`);
  const sent = await run(verdictPage, 'vote', { ...pressed, params: { slug } });
  const back = `/v/${slug}?votes=shown#claim-${claim}`;
  expect(sent).toMatchObject({ location: `/sign-in?draft&to=${encodeURIComponent(back)}` });
  const { id, username } = await reader();
  expect(await signInAs(username, vote(), PASSWORD, '?votes=shown')).toMatchObject({ location: back });
  const { blind } = await db().voteHistory.findFirstOrThrow({ where: { userId: id } });
  expect(blind).toBe(false);
});

test('in a pass through the assumptions, the vote is kept for the next one, where its tally is shown then', async () => {
  const { username } = await reader();
  const load = async (path: string, actor: Actor | null = null) => {
    const event = { ...requestEvent({ path, actor, cookies: browser }), params: { slug } };
    return (await assumptionsPage.load(event as never)) as Exclude<
      Awaited<ReturnType<typeof assumptionsPage.load>>,
      void
    >;
  };
  // Without an order it leads to one.
  const ordered = await load(`/v/${slug}/assumptions`).catch((fault: unknown) => fault);
  const start = await load((ordered as { location: string }).location);
  expect(start.steps.map(({ tally }: Step) => tally)).toEqual([null, null]);
  const [first] = start.steps;
  const answer = { claim: first!.id, stance: 'agree' };
  const path = `/v/${slug}/assumptions?/vote&${stepQuery(start.pass)}`;
  const pressed = { ...requestEvent({ path, form: answer }), params: { slug } };
  const next = `/v/${slug}/assumptions?${stepQuery({ ...start.pass, at: 2 })}`;
  expect(await run(assumptionsPage.actions, 'vote', pressed)).toMatchObject({
    status: 307,
    location: `/sign-in?draft&to=${encodeURIComponent(next)}`,
  });
  await signInAs(username, answer);
  const actor = { ...(await db().user.findFirstOrThrow({ where: { username } })), username };
  const second = await load(next, actor);
  expect(second).toMatchObject({ outcome: { claim: first!.id, isCast: true }, pass: { at: 2 } });
  expect(second.steps.map(({ tally }: Step) => tally)).toEqual([{ agree: 1, disagree: 0 }, null]);
  const signedIn = { ...requestEvent({ path, form: answer, actor }), params: { slug } };
  expect(await run(assumptionsPage.actions, 'vote', signedIn)).toMatchObject({ status: 303, location: next });
});
