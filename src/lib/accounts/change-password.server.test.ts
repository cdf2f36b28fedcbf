import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter, PASSWORD } from '../../../tests/cast.ts';
import { CookieJar } from '../../../tests/cookie-jar.ts';
import { freshDatabase } from '../../../tests/database.ts';
import { changePassword } from './change-password.server.ts';
import { openSession, sessionOf } from './session.server.ts';
import { signIn } from './sign-in.server.ts';

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

const change = async (currentPassword: string, newPassword: string) =>
  changePassword(ada, (await sessionOf(desk))!.sessionId, { currentPassword, newPassword });

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

  it('asks of the new one what sign-up asks', async () => {
    await expect(change(PASSWORD, 'password2026')).rejects.toMatchObject({
      code: 'password-common',
      details: { field: 'newPassword' },
    });
  });

  it('is no way to try passwords: five a minute', async () => {
    for (let n = 0; n < 5; n++)
      await expect(change('a-guess-of-it', NEW)).rejects.toMatchObject({ code: 'wrong-password' });
    await expect(change(PASSWORD, NEW)).rejects.toMatchObject({ code: 'rate-limited' });
  });
});
