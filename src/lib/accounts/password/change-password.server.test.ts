import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter, PASSWORD } from '../../../../tests/support/cast.ts';
import { CookieJar } from '../../../../tests/support/cookie-jar.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { changePassword } from './change-password.server.ts';
import { openSession, SESSION_COOKIE, sessionOf } from '#lib/accounts/session.server.ts';
import { signIn } from '#lib/accounts/sign-in/sign-in.server.ts';

await freshDatabase();

const NEW = 'lantern-orchard-nine';
let ada: Actor;
const [desk, phone] = [new CookieJar(), new CookieJar()];

beforeEach(async () => {
  await db().rateLimit.deleteMany();
  await db().user.deleteMany();
  ada = await enter('ada');
  for (const browser of [desk, phone]) await openSession(browser, ada.id);
});

const change = async (currentPassword: string, newPassword: string) => {
  const { sessionId } = (await sessionOf(desk))!;
  const context = { actor: ada, sessionId, now: new Date() };
  await changePassword({ currentPassword, newPassword }, context, { cookies: desk });
};

describe('changing the password', () => {
  it('makes the new one count, and the old one no longer', async () => {
    await change(PASSWORD, NEW);
    await expect(signIn({ username: 'ada', password: NEW }, 'here')).resolves.toEqual(ada);
    await expect(signIn({ username: 'ada', password: PASSWORD }, 'here')).rejects.toThrow();
  });

  it('signs out everywhere but here', async () => {
    await change(PASSWORD, NEW);
    expect(await sessionOf(desk)).not.toBeNull();
    expect(await sessionOf(phone)).toBeNull();
  });

  it('needs the current one, and changes nothing without it', async () => {
    await expect(change('a-guess-of-it', NEW)).rejects.toMatchObject({
      code: 'wrong-password',
      details: { field: 'currentPassword' },
    });
    expect(await sessionOf(phone)).not.toBeNull();
    await expect(signIn({ username: 'ada', password: PASSWORD }, 'here')).resolves.toEqual(ada);
  });

  it('applies the rules of sign-up to the new password', async () => {
    await expect(change(PASSWORD, 'password2026')).rejects.toMatchObject({
      code: 'password-common',
      details: { field: 'newPassword' },
    });
  });

  it('gives this browser a new session, and the old one opens nothing', async () => {
    const copy = new CookieJar();
    copy.set(SESSION_COOKIE, desk.get(SESSION_COOKIE)!, {});
    await change(PASSWORD, NEW);
    expect(await sessionOf(copy)).toBeNull();
    expect((await sessionOf(desk))?.actor).toEqual(ada);
    expect(await db().session.count()).toBe(1);
  });

  it('takes ten wrong guesses an hour from one session', async () => {
    for (let n = 0; n < 10; n++)
      await expect(change('a-guess-of-it', NEW)).rejects.toMatchObject({ code: 'wrong-password' });
    await expect(change(PASSWORD, NEW)).rejects.toMatchObject({ code: 'rate-limited' });
  });

  it('is not locked by wrong guesses elsewhere', async () => {
    const wrong = { username: 'ada', password: 'a-guess-of-it' };
    for (let n = 1; n <= 20; n++) await signIn(wrong, `192.0.2.${n}`).catch(() => {});
    await expect(change(PASSWORD, NEW)).resolves.toBeUndefined();
  });
});
