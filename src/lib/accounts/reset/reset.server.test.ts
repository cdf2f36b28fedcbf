import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter, PASSWORD } from '../../../../tests/support/cast.ts';
import { CookieJar } from '../../../../tests/support/cookie-jar.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { queuedMails } from '../../../../tests/support/mails.ts';
import { queriesOf } from '../../../../tests/support/queries.ts';
import { changePassword } from '#lib/accounts/password/change-password.server.ts';
import { changeEmail } from '../email/change-email.server.ts';
import { openSession, sessionOf } from '../session.server.ts';
import { signIn } from '#lib/accounts/sign-in/sign-in.server.ts';
import { offerReset } from './offer-reset.server.ts';
import { issueResetLink } from './issue-reset-link.server.ts';
import { requestReset, sendResetLinks } from './request-reset.server.ts';
import { findReset, resetPassword } from './reset-password.server.ts';

await freshDatabase();

const NOW = new Date('2026-11-23T12:00:00Z');
const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const FROM = '192.0.2.1';
const NEW = 'lantern-orchard-nine';
const VOID = { code: 'reset-void' };
let ada: Actor;
let linus: Actor;

beforeEach(async () => {
  await db().rateLimit.deleteMany();
  await db().mail.deleteMany();
  await db().passwordResetRequest.deleteMany();
  await db().user.deleteMany();
  [ada, linus] = [await enter('ada'), await enter('linus', 'admin')];
  await give(ada, 'ada@example.org');
});

const give = (actor: Actor, email: string, confirmedAt: Date | null = NOW) =>
  db().user.update({ where: { id: actor.id }, data: { email, emailConfirmedAt: confirmedAt } });
const mails = queuedMails;
const tokenIn = (text: string) => /\/reset\?token=([\w-]{43})/.exec(text)![1]!;

async function ask(email: string, now = NOW): Promise<void> {
  await requestReset(email, FROM);
  await sendResetLinks(now);
}
async function askedToken(now = NOW): Promise<string> {
  await ask('ada@example.org', now);
  return tokenIn((await queuedMails()).at(-1)!.text!);
}

describe('asking for a link', () => {
  it('sends it to a confirmed address, in any case of letters', async () => {
    await ask('ADA@Example.org');
    expect(await mails()).toMatchObject([{ kind: 'reset-password', to: 'ada@example.org' }]);
    expect(await db().passwordResetRequest.count()).toBe(0);
  });

  it('sends nothing to an unknown or unconfirmed address', async () => {
    await give(linus, 'linus@example.org', null);
    for (const email of ['linus@example.org', 'nobody@example.org']) await ask(email);
    expect(await mails()).toEqual([]);
    expect(await db().passwordResetRequest.count()).toBe(0);
  });

  it('does the same work whether or not the address is known', async () => {
    const [known, unknown] = [
      await queriesOf(() => requestReset('ada@example.org', FROM)),
      await queriesOf(() => requestReset('nobody@example.org', FROM)),
    ];
    expect(known.queries).toEqual(unknown.queries);
    expect(known.queries.filter((query) => query.includes('password_reset_requests'))).toHaveLength(1);
    expect(known.queries.join()).not.toContain('users');
  });

  it('is three an hour for an address, and says nothing of whether it is known', async () => {
    for (const email of ['ada@example.org', 'nobody@example.org']) {
      for (let n = 1; n <= 3; n++) await requestReset(email, `192.0.2.${n}`);
      await expect(requestReset(email, '192.0.2.9')).rejects.toMatchObject({ code: 'rate-limited' });
      const tagged = email.replace('@', '+tag@');
      await expect(requestReset(tagged, '192.0.2.9')).rejects.toMatchObject({ code: 'rate-limited' });
    }
  });

  it('is twenty an hour from a network', async () => {
    for (let n = 1; n <= 20; n++) await requestReset(`n${n}@example.org`, `2001:db8:1:${n}::1`);
    await expect(requestReset('n21@example.org', '2001:db8:1:ff::1')).rejects.toMatchObject({
      code: 'rate-limited',
    });
  });

  it('is answered once, however many processes look', async () => {
    await requestReset('ada@example.org', FROM);
    await Promise.all([sendResetLinks(NOW), sendResetLinks(NOW), sendResetLinks(NOW)]);
    expect(await mails()).toHaveLength(1);
  });
});

describe('a link', () => {
  it('sets the password, ends all sessions and notifies the address', async () => {
    const browser = new CookieJar();
    await openSession(browser, ada.id);
    expect(await resetPassword({ token: await askedToken(), password: NEW }, NOW)).toBe(ada.id);
    await expect(signIn({ username: 'ada', password: NEW }, 'here')).resolves.toEqual(ada);
    await expect(signIn({ username: 'ada', password: PASSWORD }, 'here')).rejects.toThrow();
    expect(await sessionOf(browser)).toBeNull();
    expect((await mails()).at(-1)).toMatchObject({ kind: 'password-changed', to: 'ada@example.org' });
  });

  it('is stored as a hash, and names its account without changing anything', async () => {
    const token = await askedToken();
    expect(JSON.stringify(await db().passwordReset.findMany())).not.toContain(token);
    for (let looks = 0; looks < 2; looks++) expect(await findReset(token, NOW)).toEqual({ username: 'ada' });
    await expect(resetPassword({ token, password: NEW }, NOW)).resolves.toBe(ada.id);
  });

  it('works once, for thirty minutes, and until a newer one replaces it', async () => {
    const [first, second] = [await askedToken(), await askedToken()];
    await expect(resetPassword({ token: first, password: NEW }, NOW)).rejects.toMatchObject(VOID);
    await expect(resetPassword({ token: second, password: NEW }, minutesLater(30))).rejects.toMatchObject(
      VOID,
    );
    expect(await findReset(second, minutesLater(30))).toBeNull();
    await resetPassword({ token: second, password: NEW }, minutesLater(29));
    await expect(resetPassword({ token: second, password: PASSWORD }, NOW)).rejects.toMatchObject(VOID);
  });

  it('sets one password, however many use it at once', async () => {
    const token = await askedToken();
    const passwords = ['lantern-orchard-one', 'lantern-orchard-two', 'lantern-orchard-three'];
    const tries = await Promise.allSettled(
      passwords.map((password) => resetPassword({ token, password }, NOW)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const won = passwords[tries.findIndex(({ status }) => status === 'fulfilled')]!;
    await expect(signIn({ username: 'ada', password: won }, 'here')).resolves.toEqual(ada);
    expect((await mails()).filter(({ kind }) => kind === 'password-changed')).toHaveLength(1);
  });

  it('stays open when the password is refused', async () => {
    const token = await askedToken();
    for (const [password, code] of [
      ['short', 'password-too-short'],
      ['adaadaadaada', 'password-is-username'],
    ] as const)
      await expect(resetPassword({ token, password }, NOW)).rejects.toMatchObject({
        code,
        details: { field: 'password' },
      });
    await expect(resetPassword({ token, password: NEW }, NOW)).resolves.toBe(ada.id);
  });

  it.each(['', 'x', 'a\0b', '\ud800'])('is not %j', async (token) => {
    await expect(resetPassword({ token, password: NEW }, NOW)).rejects.toMatchObject(VOID);
  });
});

describe('a new password', () => {
  it('invalidates open links, so that someone who knew the old password can’t use them', async () => {
    const browser = new CookieJar();
    await openSession(browser, ada.id);
    const { sessionId } = (await sessionOf(browser))!;
    const token = await askedToken();
    const change = { email: 'mallory@example.org', password: PASSWORD };
    const context = { actor: ada, sessionId, now: NOW };
    await changeEmail(change, { ...context, from: FROM });
    await changePassword({ currentPassword: PASSWORD, newPassword: NEW }, context, { cookies: browser });
    await expect(resetPassword({ token, password: 'another-fine-one' }, NOW)).rejects.toMatchObject(VOID);
    expect(await db().emailConfirmation.count()).toBe(0);
    expect((await mails()).at(-1)).toMatchObject({ kind: 'password-changed', to: 'ada@example.org' });
  });
});

describe('a link that someone else requests', () => {
  it('is printed by the command line for anyone, and works for thirty minutes', async () => {
    const { username, href, expiresAt } = await issueResetLink('Linus', NOW);
    expect([username, expiresAt]).toEqual(['linus', minutesLater(30)]);
    expect(await findReset(tokenIn(href), NOW)).toEqual({ username: 'linus' });
    await expect(issueResetLink('nobody', NOW)).rejects.toMatchObject({ code: 'user-not-found' });
  });

  it('is mailed by an admin to a confirmed address, and not shown', async () => {
    expect(await offerReset('ada', { actor: linus, now: NOW })).toEqual({ username: 'ada', link: null });
    expect(await mails()).toMatchObject([{ kind: 'reset-password', to: 'ada@example.org' }]);
  });

  it('is shown to an admin for readers and moderators without a confirmed address', async () => {
    const mary = await enter('mary', 'moderator');
    await give(mary, 'mary@example.org', null);
    const { link } = await offerReset('mary', { actor: linus, now: NOW });
    expect(await findReset(tokenIn(link!), NOW)).toEqual({ username: 'mary' });
    expect(await mails()).toEqual([]);
  });

  it('can’t be for another admin, and only an admin can issue it', async () => {
    await enter('boss', 'admin');
    await expect(offerReset('boss', { actor: linus, now: NOW })).rejects.toMatchObject({
      code: 'reset-of-admin',
    });
    const mary = await enter('mary', 'moderator');
    for (const actor of [null, ada, mary])
      await expect(offerReset('ada', { actor, now: NOW })).rejects.toMatchObject({
        code: actor ? 'forbidden' : 'sign-in-first',
      });
    expect(await db().passwordReset.count()).toBe(0);
  });
});
