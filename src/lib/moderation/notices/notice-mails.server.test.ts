import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { settings } from '#lib/env.server.ts';
import { deliverMails } from '#lib/mail/deliver.server.ts';
import { setMailSource } from '#lib/mail/source.server.ts';
import { closeTransport } from '#lib/mail/transport.server.ts';
import { changeDelivery, findDelivery } from '#lib/notices/delivery/change-delivery.server.ts';
import { DEFAULT_DELIVERY, type MailSchedule } from '#lib/notices/delivery/delivery-settings.ts';
import { planDelivery } from '#lib/notices/delivery/plan-delivery.server.ts';
import { queueNoticeMails } from '#lib/notices/delivery/queue-notice-mails.server.ts';
import { stopToken } from '#lib/notices/delivery/stop-link.server.ts';
import { createNotices } from '#lib/notices/create-notices.server.ts';
import { notifyAdmins } from '#lib/notices/notify-admins.server.ts';
import { markNotices } from '#lib/notices/mark-notices.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { readOutbox } from '../../../../tests/support/mailbox.ts';
import { queuedMails } from '../../../../tests/support/mails.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { findStopLink, stopMailByLink } from './stop-mail.server.ts';
import { supplyNoticeMails } from './supply-notice-mails.server.ts';

await freshDatabase({ limits: 'off' });
const DATA_DIR = await mkdtemp(join(tmpdir(), 'notice-mails-'));
Object.assign(settings(), { DATA_DIR, ORIGIN: 'https://copecheck.example' });
setMailSource('notices', supplyNoticeMails);
afterAll(async () => {
  closeTransport();
  await rm(DATA_DIR, { recursive: true });
});

/** A Monday. */
const now = new Date('2026-06-22T09:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const DAY = 24 * 60;
let ada: Actor, grace: Actor;
let slug: string;
let root: string;
beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
  ({ slug } = await publish());
  root = (await write(ada, 'A claim by Ada.')).id;
});
beforeEach(async () => {
  await db().notice.deleteMany();
  await db().mail.deleteMany();
  await db().deliverySettings.deleteMany();
  await db().user.update({
    where: { id: ada.id },
    data: { email: 'ada@example.org', emailConfirmedAt: now },
  });
});

let written = 0;
async function write(actor: Actor, body: string, parentId?: string) {
  const input = { body, nonce: randomUUID(), ...(parentId ? { parentId } : {}) };
  // A millisecond apart, because notices are in the order of their time.
  const at = new Date(now.getTime() + written++);
  return (await postComment(slug, input, { actor, now: at })).comment;
}
const reply = (body: string) => write(grace, body, root);
const choose = (mail: Partial<Record<'reply' | 'moderation', MailSchedule>>) =>
  changeDelivery({ ...DEFAULT_DELIVERY, mail: { ...DEFAULT_DELIVERY.mail, ...mail } }, { actor: ada, now });
const warn = () =>
  createNotices([{ userId: ada.id, kind: 'warned', data: { reason: 'spam' }, now: later(1) }], db());

/** What an hour of sweeps does. @returns the emails queued so far */
async function sweep(at: Date) {
  await planDelivery(now);
  await queueNoticeMails(at);
  return queuedMails('notices');
}

/** Delivers the queued emails. @returns those delivered now, and how each ended */
async function deliver() {
  const before = (await readOutbox(DATA_DIR)).length;
  const ids = (await queuedMails('notices')).map(({ id }) => ({ id, last: false }));
  await deliverMails(ids, now);
  const states = (await queuedMails('notices')).map(({ state }) => state);
  return { mails: (await readOutbox(DATA_DIR)).slice(before), states };
}

describe('a reply', () => {
  test('is emailed the next morning by default, with the other replies of the day, each once', async () => {
    await reply('First answer.');
    await reply('Second answer.');
    expect(await sweep(later(22 * 60))).toEqual([]);
    expect(await sweep(later(23 * 60))).toMatchObject([{ to: 'ada@example.org', text: null, html: null }]);
    const { mails } = await deliver();
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail!.subject).toBe('2 new notices, from grace replied to you');
    expect(mail!.text).toMatch(/> First answer\.[\s\S]*> Second answer\./);
    expect(mail!.html).toContain('Second answer.');
    expect(mail!.link(`/v/${slug}`)).toMatch(/^https:\/\/copecheck\.example\/v\/.*#c-[0-9a-f-]{36}$/);
    expect(await sweep(later(3 * DAY))).toHaveLength(1);
  });

  test('is emailed after two minutes, weekly or never if its reader chose so', async () => {
    await choose({ reply: 'immediately' });
    await reply('At once.');
    expect(await sweep(later(1))).toEqual([]);
    expect(await sweep(later(3))).toHaveLength(1);
    await choose({ reply: 'weekly' });
    await reply('In a week.');
    expect(await sweep(later(6 * DAY))).toHaveLength(1);
    expect(await sweep(later(7 * DAY))).toHaveLength(2);
    await choose({ reply: 'never' });
    await reply('Never.');
    expect(await sweep(later(30 * DAY))).toHaveLength(2);
  });

  test('is one email with those of the next minutes', async () => {
    await choose({ reply: 'immediately', moderation: 'immediately' });
    await reply('One.');
    await reply('Two.');
    await warn();
    expect(await sweep(later(3))).toHaveLength(1);
    const { mails } = await deliver();
    expect(mails[0]!.text).toMatch(/One\.[\s\S]*Two\.[\s\S]*A moderator warned you/);
  });

  test('isn’t emailed once it is read', async () => {
    await choose({ reply: 'immediately' });
    await reply('Seen before the email is queued.');
    await markNotices({ id: undefined, read: true }, { actor: ada, now });
    expect(await sweep(later(5))).toEqual([]);
    await reply('Seen before the email is delivered.');
    expect(await sweep(later(5))).toHaveLength(1);
    await markNotices({ id: undefined, read: true }, { actor: ada, now });
    expect(await deliver()).toEqual({ mails: [], states: ['cancelled'] });
  });

  test('isn’t quoted once it is withdrawn or removed, and an email with nothing left is cancelled', async () => {
    await choose({ reply: 'immediately' });
    const taken = await reply('Taken back.');
    const removed = await reply('Removed.');
    await reply('Stays.');
    await sweep(later(5));
    await withdrawComment(taken.id, { actor: grace, now });
    await db().comment.update({
      where: { id: removed.id },
      data: { status: 'removed', moderatedStatus: 'removed' },
    });
    const { mails } = await deliver();
    expect(mails[0]!.raw).toContain('Stays.');
    expect(mails[0]!.raw).not.toMatch(/Taken back|Removed/);
    const last = await reply('Alone, and taken back.');
    await sweep(later(5));
    await withdrawComment(last.id, { actor: grace, now });
    expect((await deliver()).states).toEqual(['sent', 'cancelled']);
  });

  test('is emailed to a confirmed address only, and to the one that is confirmed at delivery', async () => {
    await choose({ reply: 'immediately' });
    const unconfirmed = { email: 'ada@example.org', emailConfirmedAt: null };
    await db().user.update({ where: { id: ada.id }, data: unconfirmed });
    await reply('To no one.');
    expect(await sweep(later(5))).toEqual([]);
    await db().user.update({ where: { id: ada.id }, data: { emailConfirmedAt: now } });
    expect(await sweep(later(5))).toEqual([]);
    await reply('To the old address.');
    expect(await sweep(later(5))).toHaveLength(1);
    await db().user.update({ where: { id: ada.id }, data: { email: 'new@example.org' } });
    expect(await deliver()).toEqual({ mails: [], states: ['cancelled'] });
  });

  test('is in one email, however many processes queue at the same time', async () => {
    await choose({ reply: 'immediately' });
    for (const body of ['Four.', 'Five.', 'Six.']) await reply(body);
    await Promise.all(Array.from({ length: 6 }, () => planDelivery(now)));
    await Promise.all(Array.from({ length: 6 }, () => queueNoticeMails(later(5))));
    const mails = await queuedMails('notices');
    expect(mails).toHaveLength(1);
    expect(await db().notice.count({ where: { mailId: mails[0]!.id } })).toBe(3);
  });
});

test('what waits for an admin is emailed with a link to its page, to those who are admins at delivery', async () => {
  const wait = () => notifyAdmins({ kind: 'challenge_waiting', commentId: root, now }, db());
  expect(await wait()).toEqual([]);
  await enter('linus', 'admin');
  await db().user.update({ where: { id: ada.id }, data: { role: 'admin' } });
  expect(await wait()).toContain(ada.id);
  await sweep(later(5));
  const [mail] = (await deliver()).mails;
  expect(mail!.subject).toMatch(/^ada challenges a passage with a source: /);
  expect(mail!.link('/admin/challenges')).toBeDefined();
  await db().notice.deleteMany();
  await wait();
  await sweep(later(5));
  await db().user.update({ where: { id: ada.id }, data: { role: 'reader' } });
  expect((await deliver()).states).toEqual(['sent', 'cancelled']);
});

test('a changed setting applies to notices that already wait', async () => {
  await choose({ reply: 'weekly' });
  await reply('Waits.');
  await planDelivery(now);
  await choose({ reply: 'immediately' });
  expect(await sweep(later(3))).toHaveLength(1);
});

describe('the link of an email', () => {
  const token = () => stopToken(ada.id, ['reply']);

  test('stops emails about what it was about, also those that are queued', async () => {
    await choose({ reply: 'immediately' });
    await reply('Queued.');
    await sweep(later(5));
    expect(await findStopLink(await token())).toEqual({
      ...{ on: ['reply', 'mention', 'moderation'], here: ['reply'] },
    });
    expect((await findDelivery(ada.id)).mail.reply).toBe('immediately');
    expect(await stopMailByLink(await token(), undefined, now)).toEqual(['reply']);
    expect((await findDelivery(ada.id)).mail).toMatchObject({ reply: 'never', mention: 'daily' });
    expect(await deliver()).toEqual({ mails: [], states: ['cancelled'] });
  });

  test('stops one topic or all, and nothing of an account that is gone', async () => {
    expect(await stopMailByLink(await token(), 'moderation', now)).toEqual(['moderation']);
    expect(await stopMailByLink(await token(), 'all', now)).toEqual(['reply', 'mention']);
    expect(await findStopLink(await token())).toEqual({ on: [], here: [] });
    const gone = await stopToken(randomUUID(), ['reply']);
    expect(await stopMailByLink(gone, undefined, now)).toEqual(['reply']);
  });

  test('is refused if it was changed', async () => {
    const [other, own] = [await stopToken(grace.id, ['reply']), await token()];
    const mixed = own.slice(0, 23) + other.slice(23);
    for (const wrong of ['', 'x', mixed, `${own}A`])
      await expect(stopMailByLink(wrong, undefined, now)).rejects.toMatchObject({
        code: 'unsubscribe-link-void',
      });
  });
});
