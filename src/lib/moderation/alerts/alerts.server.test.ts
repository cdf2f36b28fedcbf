import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { fileAppeal } from '#lib/moderation/appeals/file-appeal.server.ts';
import type { ReportReason } from '#lib/moderation/reports/reason.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';
import { stopToken } from '#lib/notices/delivery/stop-link.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { queuedMails } from '../../../../tests/support/mails.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { stopMailByLink } from '../notices/stop-mail.server.ts';
import { alertAway } from './alert-away.server.ts';
import { alertInput } from './alert-input.ts';
import { isQuiet, NO_ALERTS, type AlertSettings } from './alert-settings.ts';
import { changeAlerts, findAlerts } from './change-alerts.server.ts';
import { supplyAlertMails, supplyAlertPushes } from './supply-alerts.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-06-22T09:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
let ada: Actor, mary: Actor, linus: Actor;
let slug: string;
let written = 0;
beforeAll(async () => {
  [ada, mary, linus] = [await enter('ada'), await enter('mary', 'moderator'), await enter('linus', 'admin')];
  ({ slug } = await publish());
  const address = { email: 'mary@example.org', emailConfirmedAt: now };
  await db().user.update({ where: { id: mary.id }, data: address });
});
beforeEach(async () => {
  await db().case.deleteMany();
  await db().mail.deleteMany();
  await db().session.deleteMany();
  await db().queueAlertSettings.deleteMany();
});

const choose = (settings: Partial<AlertSettings>, actor = mary) =>
  changeAlerts({ ...NO_ALERTS, mail: true, ...settings }, { actor, now });

async function report(reason: ReportReason, author = ada) {
  const input = { body: `Secret words, no. ${written++}.`, nonce: randomUUID() };
  const { comment } = await postComment(slug, input, { actor: author, now });
  await reportComment(comment.id, { reason }, { actor: linus, now, address: '192.0.2.1' });
  return db().case.findFirstOrThrow({ where: { commentId: comment.id } });
}

const seen = (lastSeenAt: Date) =>
  db().session.create({
    data: { id: randomBytes(32).toString('hex'), userId: mary.id, expiresAt: later(999), lastSeenAt },
  });

/** @returns the emails queued so far */
async function sweep(at = later(1)) {
  await alertAway(at);
  return queuedMails('queue-alert');
}

const contents = async (at = later(1)) => {
  const ids = (await queuedMails('queue-alert')).map(({ id }) => id);
  return [...(await supplyAlertMails(ids, at)).values()];
};

test('a moderator who is away hears of grave cases: one email for all, and never again for the same', async () => {
  await choose({});
  await report('private_data');
  await report('illegal');
  await report('spam');
  expect(await sweep()).toMatchObject([{ to: 'mary@example.org', text: null }]);
  const [{ subject, text, html, headers }] = (await contents()) as [Awaited<ReturnType<typeof contents>>[0]];
  expect(subject).toBe('2 cases wait for a moderator');
  expect(text).toContain('Reasons: Illegal and Private data.');
  expect(text).toContain('The oldest has waited for 1 hour.');
  expect(text).toContain('/moderation\n');
  expect(`${subject}${text}${html}`).not.toMatch(/Secret|ada|linus|arguing/i);
  expect(headers!['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
  expect(await sweep(later(2))).toHaveLength(1);
  await report('hate');
  expect(await sweep(later(3))).toHaveLength(2);
});

test('a moderator hears about a case once, even from several processes', async () => {
  await choose({});
  await report('hate');
  await Promise.all(Array.from({ length: 5 }, () => alertAway(later(1))));
  expect(await queuedMails('queue-alert')).toHaveLength(1);
});

test('a moderator hears about a case that has waited for the chosen time, whatever its reason', async () => {
  await choose({ grave: false, waitHours: 4 });
  await report('spam');
  await report('hate');
  expect(await sweep(later(3.9))).toEqual([]);
  expect(await sweep(later(4))).toHaveLength(1);
  const [mail] = await contents(later(4));
  expect(mail!.text).toContain('Reasons: Hate and Spam.');
});

test('nothing is sent to a moderator who is here, in quiet hours, without an address, or who chose nothing', async () => {
  await report('hate');
  expect(await sweep()).toEqual([]);
  await choose({ mail: false });
  expect(await sweep()).toEqual([]);
  await choose({}, linus);
  expect(await sweep()).toEqual([]);
  await choose({ quiet: { from: 9, to: 11 } });
  expect(await sweep()).toEqual([]);
  await choose({});
  const { id } = await seen(new Date(later(1).getTime() - 9 * 60_000));
  expect(await sweep()).toEqual([]);
  await db().session.update({ where: { id }, data: { lastSeenAt: now } });
  expect(await sweep()).toHaveLength(1);
});

test('nothing is sent about a case that is decided, about oneself, or that another moderator works on', async () => {
  await choose({});
  await report('hate', mary);
  const leased = await report('hate');
  await db().case.update({
    where: { id: leased.id },
    data: { leaseHolderId: linus.id, leasedUntil: later(2) },
  });
  expect(await sweep()).toEqual([]);
  const { id } = await report('hate');
  expect(await sweep()).toHaveLength(1);
  await db().case.update({ where: { id }, data: { state: 'decided', decidedAt: later(1) } });
  expect(await contents()).toEqual([]);
});

test('nothing is sent about an appeal to the moderator who decided first', async () => {
  await choose({ grave: false, waitHours: 1 });
  const [id, commentId] = [randomUUID(), (await report('spam')).commentId!];
  await db().case.updateMany({ data: { state: 'decided', decidedAt: now } });
  const about = { commentId, subjectId: ada.id };
  await db().decision.create({
    data: { id, kind: 'remove', ...about, moderatorId: mary.id, place: '/v/x', createdAt: now },
  });
  await fileAppeal({ decision: id, text: 'It should stand.' }, { actor: ada, now });
  expect(await sweep()).toEqual([]);
  await db().appeal.updateMany({ data: { firstModeratorId: linus.id } });
  expect(await sweep()).toHaveLength(1);
});

test('a lost role gets no message, also not one that is queued', async () => {
  await choose({});
  await report('hate');
  await sweep();
  await db().user.update({ where: { id: mary.id }, data: { role: 'reader' } });
  expect(await contents()).toEqual([]);
  await report('hate');
  expect(await sweep()).toHaveLength(1);
  await db().user.update({ where: { id: mary.id }, data: { role: 'moderator' } });
  await expect(choose({}, ada)).rejects.toMatchObject({ code: 'forbidden' });
});

test('by push, the same counts', async () => {
  await choose({ mail: false, push: true });
  await report('hate');
  const session = await seen(now);
  const browser = { endpoint: 'https://push.example/a', p256dh: 'x', auth: 'y', sessionId: session.id };
  await db().pushSubscription.create({ data: { ...browser, userId: mary.id } });
  expect(await sweep()).toEqual([]);
  const messages = (await db().pushMessage.findMany()).map((message) => ({ ...message, userId: mary.id }));
  expect([...(await supplyAlertPushes(messages, later(1))).values()]).toEqual([
    {
      title: 'A case waits for a moderator',
      body: 'Reasons: Hate.\nIt has waited for 1 hour.',
      ...{ href: '/moderation', tag: 'queue' },
    },
  ]);
});

test('the link of an email stops them', async () => {
  await choose({ push: true });
  const token = await stopToken(mary.id, ['queue']);
  expect(await stopMailByLink(token, undefined, now)).toEqual(['queue']);
  expect(await findAlerts(mary.id)).toMatchObject({ mail: false, push: true });
});

test('quiet hours are those of the moderator’s clock, across midnight too, and have two ends', () => {
  const night = { from: 22, to: 7 };
  const at = (hour: number, zone = 'UTC') => isQuiet(night, new Date(Date.UTC(2026, 5, 22, hour)), zone);
  expect([21, 22, 0, 6, 7].map((hour) => at(hour))).toEqual([false, true, true, true, false]);
  expect([at(20, 'Europe/Berlin'), at(5, 'Europe/Berlin')]).toEqual([true, false]);
  const form = (fields: object) => alertInput.safeParse({ waitHours: '', ...fields });
  expect(form({ quietFrom: '22', quietTo: '' }).success).toBe(false);
  expect(form({ quietFrom: '22', quietTo: '7', grave: 'on' }).data).toEqual({
    ...{ mail: false, push: false, grave: true, waitHours: null, quiet: night },
  });
});
