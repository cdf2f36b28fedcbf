import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter, PASSWORD } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { queriesOf } from '../../../../tests/support/queries.ts';
import { removeExpiredLinks } from '../remove-expired-links.server.ts';
import { sendResetLinks, requestReset } from '../reset/request-reset.server.ts';
import { signUp } from '#lib/accounts/sign-in/sign-up.server.ts';
import { cancelEmailChange, changeEmail, removeEmail, resendConfirmation } from './change-email.server.ts';
import { confirmEmail, findConfirmation } from './confirm-email.server.ts';
import { findEmail } from './find-email.server.ts';

await freshDatabase();

const NOW = new Date('2026-11-23T12:00:00Z');
const daysLater = (days: number) => new Date(NOW.getTime() + days * 24 * 3600 * 1000);
const FROM = '192.0.2.1';
let ada: Actor;
let grace: Actor;

beforeEach(async () => {
  await db().rateLimit.deleteMany();
  await db().mail.deleteMany();
  await db().user.deleteMany();
  [ada, grace] = [await enter('ada'), await enter('grace')];
});

const context = (actor: Actor) => ({
  actor,
  sessionId: `session of ${actor.username}`,
  from: FROM,
  now: NOW,
});
const change = (actor: Actor, email: string, password = PASSWORD) =>
  changeEmail({ email, password }, context(actor));
const state = (actor: Actor) => findEmail(actor, NOW);
const mails = (to: string) => db().mail.findMany({ where: { to }, orderBy: { id: 'asc' } });
const kinds = async (to: string) => (await mails(to)).map(({ kind }) => kind);
async function lastToken(to: string): Promise<string> {
  return /\?token=([\w-]{43})/.exec((await mails(to)).at(-1)!.text!)![1]!;
}
async function confirmed(actor: Actor, email: string): Promise<void> {
  await change(actor, email);
  await confirmEmail(await lastToken(email), NOW);
  await db().rateLimit.deleteMany();
}

describe('an address that was entered', () => {
  it('is unconfirmed until its link is used', async () => {
    await change(ada, 'ada@example.org');
    expect(await state(ada)).toEqual({ email: 'ada@example.org', emailConfirmed: false, pendingEmail: null });
    await confirmEmail(await lastToken('ada@example.org'), NOW);
    expect(await state(ada)).toEqual({ email: 'ada@example.org', emailConfirmed: true, pendingEmail: null });
  });

  it('is mailed a link at sign-up too', async () => {
    const account = await signUp(
      { username: 'newcomer', password: PASSWORD, email: 'new@example.org' },
      FROM,
    );
    expect(await kinds('new@example.org')).toEqual(['confirm-address']);
    await confirmEmail(await lastToken('new@example.org'), new Date());
    expect(await findEmail(account, new Date())).toMatchObject({ emailConfirmed: true });
  });

  it('is stored with nothing that opens its link', async () => {
    await change(ada, 'ada@example.org');
    const token = await lastToken('ada@example.org');
    expect(JSON.stringify(await db().emailConfirmation.findMany())).not.toContain(token);
  });

  it('needs the password of the account', async () => {
    await expect(change(ada, 'ada@example.org', 'a-guess-of-it')).rejects.toMatchObject({
      code: 'wrong-password',
      details: { field: 'password' },
    });
    expect(await state(ada)).toMatchObject({ email: null });
  });

  it('receives nothing but its confirmation before that', async () => {
    await change(ada, 'ada@example.org');
    await requestReset('ada@example.org', FROM);
    await sendResetLinks(NOW);
    await removeEmail(PASSWORD, context(ada));
    expect(await kinds('ada@example.org')).toEqual(['confirm-address']);
  });
});

describe('a link', () => {
  const VOID = { code: 'confirmation-void' };

  it('says what it confirms, and looking changes nothing', async () => {
    await change(ada, 'ada@example.org');
    const token = await lastToken('ada@example.org');
    for (let looks = 0; looks < 2; looks++)
      expect(await findConfirmation(token, NOW)).toEqual({ username: 'ada', address: 'ada@example.org' });
    expect(await state(ada)).toMatchObject({ emailConfirmed: false });
  });

  it('works once, for three days, and until a newer one replaces it', async () => {
    await change(ada, 'ada@example.org');
    const first = await lastToken('ada@example.org');
    await resendConfirmation(context(ada));
    const second = await lastToken('ada@example.org');
    await expect(confirmEmail(first, NOW)).rejects.toMatchObject(VOID);
    await expect(confirmEmail(second, daysLater(3))).rejects.toMatchObject(VOID);
    expect(await findConfirmation(second, daysLater(3))).toBeNull();
    await confirmEmail(second, daysLater(2.9));
    await expect(confirmEmail(second, NOW)).rejects.toMatchObject(VOID);
  });

  it('confirms once, however many use it at once', async () => {
    await change(ada, 'ada@example.org');
    const token = await lastToken('ada@example.org');
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => confirmEmail(token, NOW)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each(['', 'x', 'a\0b', '\ud800', "' OR 1=1 --"])('is not %j', async (token) => {
    await expect(confirmEmail(token, NOW)).rejects.toMatchObject(VOID);
    expect(await findConfirmation(token, NOW)).toBeNull();
  });

  it('is swept once it has expired', async () => {
    await change(ada, 'ada@example.org');
    await removeExpiredLinks(daysLater(2));
    expect(await db().emailConfirmation.count()).toBe(1);
    await removeExpiredLinks(daysLater(3));
    expect(await db().emailConfirmation.count()).toBe(0);
  });
});

describe('an address that another account has', () => {
  it('belongs to the account that confirms it first; the other gets a refusal, and its link stays', async () => {
    await change(grace, 'both@example.org');
    const token = await lastToken('both@example.org');
    await confirmed(ada, 'BOTH@example.org');
    await expect(confirmEmail(token, NOW)).rejects.toMatchObject({ code: 'email-taken' });
    expect(await state(grace)).toMatchObject({ emailConfirmed: false });
    await removeEmail(PASSWORD, context(ada));
    await confirmEmail(token, NOW);
    expect(await state(grace)).toMatchObject({ email: 'both@example.org', emailConfirmed: true });
  });

  it('goes to one of two accounts that confirm it at the same time', async () => {
    const tokens: string[] = [];
    for (const actor of [ada, grace]) {
      await change(actor, 'both@example.org');
      tokens.push(await lastToken('both@example.org'));
    }
    const tries = await Promise.allSettled(tokens.map((token) => confirmEmail(token, NOW)));
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'email-taken' },
    });
    expect(await db().user.count({ where: { emailConfirmedAt: { not: null } } })).toBe(1);
  });

  it('shows nothing of that when it is entered: the same statements, the same mail', async () => {
    await confirmed(ada, 'known@example.org');
    const known = await queriesOf(() => change(grace, 'known@example.org'));
    await db().rateLimit.deleteMany();
    const linus = await enter('linus');
    const unknown = await queriesOf(() => change(linus, 'unknown@example.org'));
    expect(known.queries).toEqual(unknown.queries);
    expect((await kinds('known@example.org')).at(-1)).toBe('confirm-address');
    // The switches are kept for a moment: whichever sign-up comes after it reads them.
    const signUpQueries = async (username: string, email: string) =>
      (await queriesOf(() => signUp({ username, password: PASSWORD, email }, '192.0.2.9'))).queries.filter(
        (query) => !query.includes('site_settings'),
      );
    expect(await signUpQueries('one', 'known@example.org')).toEqual(
      await signUpQueries('two', 'unknown2@example.org'),
    );
  });
});

describe('a change of a confirmed address', () => {
  beforeEach(() => confirmed(ada, 'old@example.org'));

  it('keeps the old one until the new one is confirmed, then notifies the old one', async () => {
    await change(ada, 'new@example.org');
    expect(await state(ada)).toEqual({
      email: 'old@example.org',
      emailConfirmed: true,
      pendingEmail: 'new@example.org',
    });
    expect(await kinds('old@example.org')).toEqual(['confirm-address']);
    await confirmEmail(await lastToken('new@example.org'), NOW);
    expect(await state(ada)).toEqual({ email: 'new@example.org', emailConfirmed: true, pendingEmail: null });
    expect(await kinds('old@example.org')).toEqual(['confirm-address', 'address-changed']);
    expect(JSON.stringify((await mails('old@example.org')).at(-1))).not.toContain('new@example.org');
  });

  it('can be cancelled, also by entering the old one', async () => {
    for (const cancel of [() => cancelEmailChange(ada), () => change(ada, 'OLD@example.org')]) {
      await change(ada, 'new@example.org');
      expect(await cancel()).not.toBe(true);
      expect(await state(ada)).toMatchObject({ email: 'old@example.org', pendingEmail: null });
      await expect(confirmEmail(await lastToken('new@example.org'), NOW)).rejects.toMatchObject({
        code: 'confirmation-void',
      });
    }
  });

  it('voids a reset link that went to the old one, as its removal does', async () => {
    for (const leave of [
      async () => {
        await change(ada, 'new@example.org');
        await confirmEmail(await lastToken('new@example.org'), NOW);
      },
      () => removeEmail(PASSWORD, context(ada)),
    ]) {
      const { email } = await state(ada);
      await requestReset(email!, FROM);
      await sendResetLinks(NOW);
      expect(await db().passwordReset.count()).toBe(1);
      await leave();
      expect(await db().passwordReset.count()).toBe(0);
    }
  });

  it('notifies a removed address', async () => {
    await removeEmail(PASSWORD, context(ada));
    expect(await state(ada)).toEqual({ email: null, emailConfirmed: false, pendingEmail: null });
    expect(await kinds('old@example.org')).toEqual(['confirm-address', 'address-changed']);
  });
});

describe('mails to an address', () => {
  it('are three an hour, from whichever account and place', async () => {
    const victim = 'Victim@example.org';
    await signUp({ username: 'one', password: PASSWORD, email: victim }, '192.0.2.2');
    await change(ada, victim.toLowerCase());
    await resendConfirmation(context(ada));
    for (const more of [() => change(grace, victim), () => resendConfirmation(context(ada))])
      await expect(more()).rejects.toMatchObject({ code: 'rate-limited' });
    // Strangers can't keep the owner of the address from signing up with it.
    await signUp({ username: 'two', password: PASSWORD, email: 'victim+tag@example.org' }, '198.51.100.1');
    expect(await db().mail.count()).toBe(3);
    expect(await db().user.findFirst({ where: { username: 'two' } })).toMatchObject({
      email: 'victim+tag@example.org',
      emailConfirmedAt: null,
    });
  });

  it('are five an hour from one account', async () => {
    for (let n = 1; n <= 5; n++)
      await changeEmail(
        { email: `n${n}@example.org`, password: PASSWORD },
        { ...context(ada), from: `192.0.2.${n}` },
      );
    await expect(change(ada, 'n6@example.org')).rejects.toMatchObject({ code: 'rate-limited' });
  });

  it('are not sent again when nothing waits', async () => {
    await expect(resendConfirmation(context(ada))).rejects.toMatchObject({ code: 'nothing-to-confirm' });
  });
});
