import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { readViewerCookie, VIEWER_COOKIE } from '#lib/http/viewer-cookie.ts';
import { enter } from '../../../tests/support/cast.ts';
import { CookieJar } from '../../../tests/support/cookie-jar.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { queriesOf } from '../../../tests/support/queries.ts';
import {
  actorOfCookies,
  closeEverySession,
  closeSession,
  openSession,
  removeExpiredSessions,
  SESSION_COOKIE,
  sessionOf,
} from './session.server.ts';

await freshDatabase();

const DAY = 24 * 3600 * 1000;
let ada: Actor;
let grace: Actor;
let browser: CookieJar;
beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
});
beforeEach(async () => {
  await db().session.deleteMany();
  browser = new CookieJar();
});

const inDays = (days: number) =>
  db().session.updateMany({ data: { expiresAt: new Date(Date.now() + days * DAY) } });

describe('a session', () => {
  it('identifies the signed-in account, without private data', async () => {
    await openSession(browser, ada.id);
    expect((await sessionOf(browser))?.actor).toEqual(ada);
  });

  it('is stored as a hash: what the database holds opens nothing', async () => {
    await openSession(browser, ada.id);
    const [row] = await db().session.findMany();
    expect(row!.id).not.toContain(browser.get(SESSION_COOKIE));
    expect((await sessionOf(browser))?.sessionId).toBe(row!.id);
    browser.set(SESSION_COOKIE, row!.id, {});
    expect(await sessionOf(browser)).toBeNull();
  });

  it('has a cookie that scripts can’t read and other sites can’t use', async () => {
    await openSession(browser, ada.id);
    const { options } = browser.kept.get(SESSION_COOKIE)!;
    expect(options).toMatchObject({
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure: false,
      maxAge: 30 * 86400,
    });
  });

  it('ends the one that this browser had', async () => {
    await openSession(browser, ada.id);
    const before = browser.get(SESSION_COOKIE)!;
    await openSession(browser, grace.id);
    expect((await sessionOf(browser))?.actor.id).toBe(grace.id);
    expect(await actorOfCookies(`${SESSION_COOKIE}=${before}`)).toBeNull();
  });

  it('costs one query', async () => {
    await openSession(browser, ada.id);
    const { queries } = await queriesOf(() => sessionOf(browser));
    expect(queries).toHaveLength(1);
  });

  it('slides: in its second half it is renewed, row and both cookies', async () => {
    await openSession(browser, ada.id);
    await inDays(10);
    const setCookie = vi.spyOn(browser, 'set');
    await sessionOf(browser);
    expect(setCookie.mock.calls.map(([name]) => name)).toEqual([SESSION_COOKIE, VIEWER_COOKIE]);
    expect(browser.get(VIEWER_COOKIE)).toBe('reader.ada');
    const [row] = await db().session.findMany();
    expect(row!.expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * DAY);
  });

  it('is left alone in its first half', async () => {
    await openSession(browser, ada.id);
    const setCookie = vi.spyOn(browser, 'set');
    await sessionOf(browser);
    expect(setCookie).not.toHaveBeenCalled();
  });

  it('ends when it expires, and its cookie is taken away', async () => {
    await openSession(browser, ada.id);
    await inDays(-1);
    expect(await actorOfCookies(browser.header)).toBeNull();
    expect(await sessionOf(browser)).toBeNull();
    expect(browser.get(SESSION_COOKIE)).toBeUndefined();
  });

  it.each(['nonsense', 'a'.repeat(40), '%', "' OR 1=1", 'x'.repeat(100), '\0'])(
    'is not made up: %j',
    async (secret) => {
      browser.set(SESSION_COOKIE, secret, {});
      expect(await sessionOf(browser)).toBeNull();
      expect(browser.get(SESSION_COOKIE)).toBeUndefined();
    },
  );
});

describe('the cookie that names the reader', () => {
  const named = () => readViewerCookie(browser.get(VIEWER_COOKIE));

  it('is set with the session, for as long, and scripts can read it', async () => {
    await openSession(browser, ada.id);
    expect(named()).toEqual({ username: 'ada', role: 'reader' });
    const { options } = browser.kept.get(VIEWER_COOKIE)!;
    expect(options).toEqual({
      httpOnly: false,
      sameSite: 'lax',
      path: '/',
      secure: false,
      maxAge: 30 * 86400,
    });
  });

  it('names the account that signed in last', async () => {
    await openSession(browser, ada.id);
    await openSession(browser, grace.id);
    expect(named()?.username).toBe('grace');
  });

  it.each(['reader.grace', 'admin.ada', 'nonsense', '', undefined])(
    'is corrected from %j when the session is read',
    async (value) => {
      await openSession(browser, ada.id);
      if (value === undefined) browser.kept.delete(VIEWER_COOKIE);
      else browser.set(VIEWER_COOKIE, value, {});
      expect((await sessionOf(browser))?.actor).toEqual(ada);
      expect(named()).toEqual({ username: 'ada', role: 'reader' });
    },
  );

  it('gets a new role', async () => {
    await openSession(browser, ada.id);
    await db().user.update({ where: { id: ada.id }, data: { role: 'moderator' } });
    await sessionOf(browser);
    expect(named()).toEqual({ username: 'ada', role: 'moderator' });
    await db().user.update({ where: { id: ada.id }, data: { role: 'reader' } });
  });

  it('goes with the session: closed, expired, invalid, or gone before', async () => {
    await openSession(browser, ada.id);
    await closeSession(browser, (await sessionOf(browser))!.sessionId);
    expect(browser.get(VIEWER_COOKIE)).toBeUndefined();
    for (const end of [
      () => inDays(-1),
      async () => browser.set(SESSION_COOKIE, 'nonsense', {}),
      async () => browser.kept.delete(SESSION_COOKIE),
    ]) {
      await openSession(browser, ada.id);
      await end();
      await sessionOf(browser);
      expect(browser.get(VIEWER_COOKIE)).toBeUndefined();
    }
  });

  it('is not set for an account that is being deleted', async () => {
    await openSession(browser, ada.id);
    await db().user.update({ where: { id: ada.id }, data: { eraseAt: new Date(Date.now() + DAY) } });
    await sessionOf(browser);
    expect(browser.get(VIEWER_COOKIE)).toBeUndefined();
    await openSession(browser, ada.id);
    expect(browser.get(VIEWER_COOKIE)).toBeUndefined();
    await db().user.update({ where: { id: ada.id }, data: { eraseAt: null } });
  });

  it('opens nothing', async () => {
    browser.set(VIEWER_COOKIE, 'admin.ada', {});
    expect(await sessionOf(browser)).toBeNull();
    expect(browser.get(VIEWER_COOKIE)).toBeUndefined();
  });
});

describe('a socket’s handshake', () => {
  it('is known by the same cookie, among others', async () => {
    await openSession(browser, ada.id);
    const known = await actorOfCookies(`theme=dark; broken=%; ${browser.header}`);
    expect(known).toEqual(await sessionOf(browser));
  });

  it('renews nothing, since it can set no cookie', async () => {
    await openSession(browser, ada.id);
    await inDays(10);
    expect((await actorOfCookies(browser.header))?.actor).toEqual(ada);
    const [row] = await db().session.findMany();
    expect(row!.expiresAt.getTime()).toBeLessThan(Date.now() + 11 * DAY);
  });

  it.each([undefined, '', 'session', 'session=%', ';;=;', 'session=nonsense'])(
    'may be a stranger’s: %j',
    async (header) => {
      expect(await actorOfCookies(header)).toBeNull();
    },
  );
});

describe('signing out', () => {
  it('ends this session and no other', async () => {
    const phone = new CookieJar();
    await openSession(browser, ada.id);
    await openSession(phone, ada.id);
    const secret = browser.header;
    await closeSession(browser, (await sessionOf(browser))!.sessionId);
    expect(await actorOfCookies(secret)).toBeNull();
    expect(browser.get(SESSION_COOKIE)).toBeUndefined();
    expect(await sessionOf(phone)).not.toBeNull();
  });

  it('everywhere ends all of the account’s sessions except the current one, and no other account’s', async () => {
    const [phone, others] = [new CookieJar(), new CookieJar()];
    await openSession(browser, ada.id);
    await openSession(phone, ada.id);
    await openSession(others, grace.id);
    await closeEverySession(ada.id, { except: (await sessionOf(browser))!.sessionId });
    expect(await sessionOf(phone)).toBeNull();
    expect(await sessionOf(browser)).not.toBeNull();
    await closeEverySession(ada.id);
    expect(await sessionOf(browser)).toBeNull();
    expect(await sessionOf(others)).not.toBeNull();
  });
});

it('expired sessions are swept, live ones stay', async () => {
  await openSession(browser, ada.id);
  await inDays(-1);
  await openSession(browser, ada.id);
  await removeExpiredSessions();
  expect(await db().session.count()).toBe(1);
  expect(await sessionOf(browser)).not.toBeNull();
});
