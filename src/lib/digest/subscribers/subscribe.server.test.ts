import { beforeEach, describe, expect, it } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { linkIn, queuedMails } from '../../../../tests/support/mails.ts';
import { confirmSubscription, refuseVoidConfirmLink } from './confirm-subscription.server.ts';
import { endSubscription } from './end-subscription.server.ts';
import { confirmedSubscribers, countSubscribers, removeUnconfirmed } from './list-subscribers.server.ts';
import { requestSubscription, sendConfirmation } from './request-subscription.server.ts';
import { SUBSCRIPTION_CONFIRM_DAYS } from './subscription.ts';
import {
  subscriberOfToken,
  unsubscribeAddress,
  unsubscribeHeaders,
  unsubscribeToken,
} from './unsubscribe-token.server.ts';
import { isSubscribed, unsubscribe } from './unsubscribe.server.ts';

await freshDatabase();

const NOW = new Date('2026-11-28T12:00:00Z');
const DAY = 24 * 3600 * 1000;
const later = (days: number) => new Date(NOW.getTime() + days * DAY);
const ADA = 'Ada@example.org';

beforeEach(async () => {
  await db().rateLimit.deleteMany();
  await db().mail.deleteMany();
  await db().subscriber.deleteMany();
});

const ask = (email = ADA, network = '192.0.2.1') => requestSubscription(email, network, NOW);
/** The same without the wait that hides what is known of the address. */
const askSoon = (email = ADA) => sendConfirmation(email, NOW);
const row = () => db().subscriber.findFirstOrThrow();
async function newestToken(): Promise<string> {
  const mail = (await queuedMails('report-confirm')).at(-1)!;
  return new URL(linkIn(mail, '/report/confirm')).searchParams.get('token')!;
}
async function subscribed(email = ADA): Promise<string> {
  await askSoon(email);
  return confirmSubscription(await newestToken(), NOW);
}

describe('subscribing', () => {
  it('sends a link to the address as typed, and stores no token', async () => {
    await askSoon();
    const [mail, ...others] = await queuedMails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      kind: 'report-confirm',
      to: ADA,
      state: 'pending',
      expiresAt: later(SUBSCRIPTION_CONFIRM_DAYS),
    });
    const stored = await row();
    expect(stored).toMatchObject({ email: ADA, state: 'pending', confirmedAt: null });
    const token = await newestToken();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(stored.emailHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is one subscription, however the address is written', async () => {
    await askSoon('ada@EXAMPLE.org');
    await askSoon('ADA@example.ORG');
    expect(await db().subscriber.count()).toBe(1);
  });

  it('confirms once, and answers a second press of the button the same', async () => {
    await askSoon();
    const token = await newestToken();
    await refuseVoidConfirmLink(token, NOW);
    expect((await row()).state).toBe('pending');
    const id = await confirmSubscription(token, later(1));
    expect(await row()).toMatchObject({ id, state: 'confirmed', email: ADA, confirmedAt: later(1) });
    expect(await confirmSubscription(token, later(2))).toBe(id);
    expect(await row()).toMatchObject({ confirmedAt: later(1) });
    await refuseVoidConfirmLink(token, later(30));
  });

  it('is too late after seven days, and with a link that a newer one replaced', async () => {
    await askSoon();
    const first = await newestToken();
    await expect(confirmSubscription(first, later(SUBSCRIPTION_CONFIRM_DAYS))).rejects.toMatchObject({
      code: 'confirm-link-void',
    });
    await askSoon();
    await expect(refuseVoidConfirmLink(first, NOW)).rejects.toMatchObject({ code: 'confirm-link-void' });
    await expect(confirmSubscription(first, NOW)).rejects.toMatchObject({ code: 'confirm-link-void' });
    for (const guess of ['', 'x', 'x'.repeat(43)])
      await expect(confirmSubscription(guess, NOW)).rejects.toMatchObject({ status: 404 });
    expect((await row()).state).toBe('pending');
    await confirmSubscription(await newestToken(), NOW);
  });

  it('gives the same answer after the same time for a new, pending, confirmed and ended address', async () => {
    const times: number[] = [];
    const timed = async (network: string) => {
      const start = performance.now();
      expect(await ask(ADA, network)).toBeUndefined();
      times.push(performance.now() - start);
    };
    await timed('192.0.2.1');
    await timed('192.0.2.2');
    await db().rateLimit.deleteMany();
    const id = await confirmSubscription(await newestToken(), NOW);
    await timed('192.0.2.3');
    expect(await queuedMails()).toHaveLength(2);
    expect((await row()).state).toBe('confirmed');
    await db().$transaction((tx) => endSubscription(id, { reason: 'bounced', now: NOW }, tx));
    await timed('192.0.2.4');
    expect(await queuedMails()).toHaveLength(3);
    for (const time of times) expect(time).toBeGreaterThan(195);
  });

  it('mails one address at most twice a day, however many people ask, and refuses none of them', async () => {
    for (let n = 1; n <= 5; n++) await ask(n % 2 ? ADA : ADA.toLowerCase(), `198.51.100.${n}`);
    await ask(ADA.replace('@', '+tag@'), '198.51.100.1');
    expect(await queuedMails()).toHaveLength(2);
    await ask('grace@example.org', '198.51.100.1');
    expect(await queuedMails()).toHaveLength(3);
  });

  it('refuses the eleventh request from one network within an hour', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, n) => ask(`reader${n}@example.org`)));
    await expect(ask('reader11@example.org')).rejects.toMatchObject({ code: 'rate-limited' });
    await ask('reader11@example.org', '192.0.2.99');
    expect(await queuedMails()).toHaveLength(11);
  });

  it('counts what one customer’s IPv6 network can use as one network', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => ask(`reader${n}@example.org`, `2001:db8:1:${n}::1`)),
    );
    await expect(ask('reader10@example.org', '2001:db8:1:a::1')).rejects.toMatchObject({
      code: 'rate-limited',
    });
  });

  it('of two requests at once makes one subscription', async () => {
    await Promise.all([ask(ADA, '192.0.2.1'), ask(ADA, '192.0.2.2')]);
    expect(await db().subscriber.count()).toBe(1);
  });
});

describe('unsubscribing', () => {
  it('keeps a keyed hash and no address, and cancels what waits for the subscriber', async () => {
    const id = await subscribed();
    const other = await subscribed('grace@example.org');
    const before = await row();
    const queue = (kind: 'report-issue' | 'test', to: string) =>
      db().$transaction((tx) =>
        queueBasicMail({ subject: 'S', heading: 'H', paragraphs: [] }, { kind, to }, tx),
      );
    const [waiting, sending, sent, account, others] = [
      await queue('report-issue', ADA),
      await queue('report-issue', ADA),
      await queue('report-issue', ADA),
      await queue('test', ADA),
      await queue('report-issue', 'grace@example.org'),
    ];
    await db().mail.update({ where: { id: sending }, data: { state: 'sending' } });
    await db().mail.update({ where: { id: sent }, data: { state: 'sent' } });
    expect(await isSubscribed(await unsubscribeToken(id))).toBe(true);
    await unsubscribe(await unsubscribeToken(id), NOW);
    expect(await db().subscriber.findUniqueOrThrow({ where: { id } })).toMatchObject({
      state: 'unsubscribed',
      email: null,
      emailHash: before.emailHash,
      confirmHash: null,
      endedAt: NOW,
    });
    const mails = new Map((await queuedMails()).map((mail) => [mail.id, mail]));
    for (const gone of [waiting, sending])
      expect(mails.get(gone)).toMatchObject({ state: 'cancelled', to: null, html: null });
    expect(mails.get(sent)).toMatchObject({ state: 'sent', to: null });
    expect(mails.get(account)).toMatchObject({ state: 'pending', to: ADA });
    expect(mails.get(others)).toMatchObject({ state: 'pending' });
    expect((await db().subscriber.findUniqueOrThrow({ where: { id: other } })).state).toBe('confirmed');
    const rows = await db().subscriber.findMany();
    expect(JSON.stringify(rows)).not.toMatch(/ada@/i);
  });

  it('is idempotent, and its link works for as long as the row is there', async () => {
    const id = await subscribed();
    const token = await unsubscribeToken(id);
    await unsubscribe(token, NOW);
    await unsubscribe(token, later(1));
    expect(await row()).toMatchObject({ state: 'unsubscribed', endedAt: NOW });
    expect(await isSubscribed(token)).toBe(false);
    await askSoon();
    expect(await confirmSubscription(await newestToken(), later(1))).toBe(id);
    expect(await unsubscribeToken(id)).toBe(token);
    await unsubscribe(token, later(2));
    expect((await row()).state).toBe('unsubscribed');
  });

  it('voids the link that confirmed it', async () => {
    await askSoon();
    const token = await newestToken();
    await unsubscribe(await unsubscribeToken(await confirmSubscription(token, NOW)), NOW);
    await expect(confirmSubscription(token, NOW)).rejects.toMatchObject({ code: 'confirm-link-void' });
    expect((await row()).state).toBe('unsubscribed');
  });

  it('takes no token but the one it made', async () => {
    const id = await subscribed();
    const token = await unsubscribeToken(id);
    expect(await subscriberOfToken(token)).toBe(id);
    const bytes = Buffer.from(token, 'base64url');
    const flipped = [...bytes.keys()].map((at) => {
      const copy = Buffer.from(bytes);
      copy[at]! ^= 1;
      return copy.toString('base64url');
    });
    const guesses = [
      '',
      'x',
      id,
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      `${token} `,
      token.replace(/./, '!'),
    ];
    for (const guess of [...flipped, ...guesses]) {
      expect(await subscriberOfToken(guess), guess).toBeNull();
      await expect(unsubscribe(guess, NOW)).rejects.toMatchObject({ code: 'unsubscribe-link-void' });
    }
    expect((await row()).state).toBe('confirmed');
  });

  it('has the headers of RFC 8058', async () => {
    const id = await subscribed();
    const address = await unsubscribeAddress(id);
    expect(address).toBe(`http://127.0.0.1:3000/unsubscribe?token=${await unsubscribeToken(id)}`);
    expect(await unsubscribeHeaders(id)).toEqual({
      'List-Unsubscribe': `<${address}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });
});

describe('the list of subscribers', () => {
  it('has the confirmed ones, page by page', async () => {
    const ids = [];
    for (const n of [1, 2, 3]) ids.push(await subscribed(`reader${n}@example.org`));
    await askSoon('pending@example.org');
    const first = await confirmedSubscribers({ after: null, limit: 2 });
    const second = await confirmedSubscribers({ after: first.at(-1)!.id, limit: 2 });
    expect([...first, ...second].map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(await countSubscribers(await enter('linus', 'admin'))).toEqual({
      pending: 1,
      confirmed: 3,
      unsubscribed: 0,
      bounced: 0,
      complained: 0,
    });
    await expect(countSubscribers(null)).rejects.toMatchObject({ code: 'sign-in-first' });
    await expect(countSubscribers(await enter('ada'))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('removes an unconfirmed address, but not the record of an earlier unsubscription', async () => {
    await unsubscribe(await unsubscribeToken(await subscribed()), NOW);
    await askSoon();
    await askSoon('grace@example.org');
    expect(await removeUnconfirmed(later(SUBSCRIPTION_CONFIRM_DAYS - 1))).toBe(0);
    expect(await removeUnconfirmed(later(SUBSCRIPTION_CONFIRM_DAYS))).toBe(2);
    expect(await db().subscriber.findMany()).toMatchObject([{ state: 'unsubscribed', email: null }]);
  });
});
