import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { openSession, SESSION_COOKIE, sessionOf } from '#lib/accounts/session.server.ts';
import { db } from '#lib/db/client.server.ts';
import { enter, PASSWORD } from '../../tests/support/cast.ts';
import { CookieJar } from '../../tests/support/cookie-jar.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { requestEvent } from '../../tests/support/request-event.ts';
import { POST as postAccount } from './api/v1/accounts/+server.ts';
import { GET as getMe } from './api/v1/me/+server.ts';
import { DELETE as deleteSession, POST as postSession } from './api/v1/session/+server.ts';
import { actions as settings } from './settings/+page.server.ts';
import { actions as signIn } from './sign-in/+page.server.ts';
import { actions as signOut } from './sign-out/+page.server.ts';
import { actions as signUp } from './sign-up/+page.server.ts';

await freshDatabase();

type Event = ReturnType<typeof requestEvent>;
/** Runs an action as SvelteKit would; a redirect comes back as `{status, location}`. */
const run = (actions: object, name: string, event: Event): Promise<unknown> =>
  (actions as Record<string, (e: Event) => Promise<unknown>>)[name]!(event).catch((thrown: unknown) => {
    if (thrown instanceof Error) throw thrown;
    return thrown;
  });

const form = { username: 'ada', password: PASSWORD };
let browser: CookieJar;
beforeEach(async () => {
  await db().rateLimit.deleteMany();
  await db().user.deleteMany();
  browser = new CookieJar();
});

async function signedIn(name: string): Promise<{ actor: Actor; sessionId: string; cookies: CookieJar }> {
  await openSession(browser, (await enter(name)).id);
  return { ...(await sessionOf(browser))!, cookies: browser };
}

describe('the sign-up form', () => {
  it('signs in and leads back', async () => {
    const event = requestEvent({ path: '/sign-up?to=%2Fv%2Fx%23c-1', form, cookies: browser });
    expect(await run(signUp, 'default', event)).toMatchObject({ status: 303, location: '/v/x#c-1' });
    expect((await sessionOf(browser))?.actor.username).toBe('ada');
  });

  it('never leads to another site', async () => {
    const event = requestEvent({ path: '/sign-up?to=//evil.example', form });
    expect(await run(signUp, 'default', event)).toMatchObject({ status: 303, location: '/' });
  });

  it('keeps what was typed, but never the password', async () => {
    const event = requestEvent({ path: '/sign-up', form: { username: 'a d a', password: 'secret-typo' } });
    const failure = await run(signUp, 'default', event);
    expect(failure).toMatchObject({
      status: 422,
      data: { values: { username: 'a d a' }, errors: { username: expect.any(String) } },
    });
    expect(JSON.stringify(failure)).not.toContain('secret-typo');
  });

  it('carries a comment along without creating an account', async () => {
    const composer = { body: 'My text', parentId: '', nonce: 'n-1' };
    const event = requestEvent({ path: '/sign-up?draft=a-verdict', form: composer });
    const draft = { draft: 'My text', draftVerdict: 'a-verdict', draftNonce: 'n-1' };
    expect(await run(signUp, 'default', event)).toEqual({ draft });
    expect(await db().user.count()).toBe(0);
  });

  it('gives the comment back once signed in, and with a refusal', async () => {
    const draft = { draft: 'My text', draftVerdict: 'a-verdict' };
    const refused = requestEvent({ path: '/sign-up', form: { ...form, ...draft, password: 'short' } });
    expect(await run(signUp, 'default', refused)).toMatchObject({ data: { values: draft } });
    const event = requestEvent({ path: '/sign-up', form: { ...form, ...draft } });
    expect(await run(signUp, 'default', event)).toEqual({ username: 'ada', draft });
    expect(event.locals.actor).toMatchObject({ username: 'ada' });
  });
});

describe('the sign-in form', () => {
  it('answers 401 and says nothing of which was wrong', async () => {
    await enter('ada');
    const wrong = (fields: object) =>
      run(signIn, 'default', requestEvent({ path: '/sign-in', form: { ...form, ...fields } }));
    const answers = [await wrong({ password: 'not-the-one' }), await wrong({ username: 'nobody-here' })];
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 401, data: { code: 'wrong-credentials', errors: {} } });
  });

  it('ends the session that this browser had before', async () => {
    const before = await signedIn('grace');
    const secret = browser.header;
    await enter('ada');
    await run(signIn, 'default', requestEvent({ path: '/sign-in', form, ...before }));
    expect((await sessionOf(browser))?.actor.username).toBe('ada');
    expect(secret).not.toBe(browser.header);
    expect(await db().session.count()).toBe(1);
  });
});

describe('signing out', () => {
  it('ends the session and leads to the front page', async () => {
    const session = await signedIn('ada');
    const event = requestEvent({ path: '/sign-out', form: {}, ...session });
    expect(await run(signOut, 'default', event)).toMatchObject({ status: 303, location: '/' });
    expect(await db().session.count()).toBe(0);
  });

  it('everywhere ends every session', async () => {
    const session = await signedIn('ada');
    await openSession(new CookieJar(), session.actor.id);
    await run(settings, 'everywhere', requestEvent({ path: '/settings?/everywhere', form: {}, ...session }));
    expect(await db().session.count()).toBe(0);
    expect(browser.get(SESSION_COOKIE)).toBeUndefined();
  });
});

describe('settings', () => {
  it.each([
    ['password', { currentPassword: PASSWORD, newPassword: 'lantern-orchard-nine' }],
    ['everywhere', {}],
  ])('refuse a stranger: %s', async (name, fields) => {
    const event = requestEvent({ path: `/settings?/${name}`, form: fields });
    expect(await run(settings, name, event)).toMatchObject({ status: 401, data: { code: 'sign-in-first' } });
  });

  it('keep the appearance in a cookie, for strangers too, if it is one', async () => {
    const choose = (theme: string) =>
      run(settings, 'appearance', requestEvent({ path: '/settings', form: { theme }, cookies: browser }));
    expect(await choose('dark')).toEqual({ done: 'appearance' });
    expect(browser.get('appearance')).toBe('dark');
    expect(await choose('"><script>')).toMatchObject({ status: 422 });
    expect(browser.get('appearance')).toBe('dark');
  });
});

describe('the API', () => {
  const answer = async (pending: Promise<Response>) => {
    const response = await pending;
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: await response.text(),
    };
  };
  const account = (fields = {}) =>
    answer(
      postAccount(
        requestEvent({ path: '/api/v1/accounts', json: { ...form, ...fields }, cookies: browser }) as never,
      ),
    );

  it('makes an account and opens a session', async () => {
    const { status, body } = await account();
    expect(status).toBe(201);
    expect(JSON.parse(body)).toEqual({ id: expect.any(String), username: 'ada', role: 'reader' });
    expect((await sessionOf(browser))?.actor.username).toBe('ada');
  });

  it('does not let the caller choose a role', async () => {
    const { body } = await account({ role: 'admin' });
    expect(JSON.parse(body).role).toBe('reader');
  });

  it('answers faults as problem JSON, by field', async () => {
    const { status, type, body } = await account({ username: 'x', password: 7 });
    expect([status, type]).toEqual([422, 'application/problem+json']);
    expect(JSON.parse(body).errors.map(({ path }: { path: string }) => path)).toEqual(['password']);
  });

  it('returns the signed-in account, or 401', async () => {
    const session = await signedIn('ada');
    const me = await answer(getMe(requestEvent({ path: '/api/v1/me', ...session }) as never));
    const email = { email: null, emailConfirmed: false, pendingEmail: null };
    const trust = { level: 0, missing: ['3 more days', '2 more comments that stay'] };
    const standing = { trust, restrictions: [] };
    expect([me.status, JSON.parse(me.body)]).toEqual([200, { ...session.actor, ...email, ...standing }]);
    expect((await answer(getMe(requestEvent({ path: '/api/v1/me' }) as never))).status).toBe(401);
  });

  it('opens and ends sessions; ending none is fine', async () => {
    await enter('ada');
    const opened = await answer(
      postSession(requestEvent({ path: '/api/v1/session', json: form, cookies: browser }) as never),
    );
    expect(opened.status).toBe(200);
    const session = { ...(await sessionOf(browser))!, cookies: browser };
    const end = (who = {}) => deleteSession(requestEvent({ path: '/api/v1/session', ...who }) as never);
    expect([(await end(session)).status, (await end()).status]).toEqual([204, 204]);
    expect(await sessionOf(browser)).toBeNull();
  });
});
