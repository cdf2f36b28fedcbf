import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { queuedMails } from '../../../../tests/support/mails.ts';
import { db } from '../../db/client.server.ts';
import { MAIL_KEPT_DAYS, removeOldMails } from '../remove-old-mails.server.ts';
import { listMails, mailFacts } from './list-mails.server.ts';
import { retryMail } from './retry-mail.server.ts';
import { sendTestMail } from './send-test-mail.server.ts';

await freshDatabase({ limits: 'off' });

let linus: Actor;
let ada: Actor;
beforeAll(async () => {
  linus = await enter('linus', 'admin');
  ada = await enter('ada');
});

test('only admins see mails, send tests and try again', async () => {
  const id = await sendTestMail('linus@example.org', { actor: linus });
  for (const actor of [null, ada]) {
    const code = actor ? 'forbidden' : 'sign-in-first';
    await expect(listMails({}, { actor })).rejects.toMatchObject({ code });
    await expect(mailFacts({ actor, now: new Date() })).rejects.toMatchObject({ code });
    await expect(sendTestMail('ada@example.org', { actor })).rejects.toMatchObject({ code });
    await expect(retryMail(id, { actor })).rejects.toMatchObject({ code });
  }
  expect(await queuedMails()).toHaveLength(1);
});

test('the list shows what waits and what failed, without the text, and pages through all', async () => {
  const [first] = (await listMails({}, { actor: linus })).items;
  expect(first).toMatchObject({ kind: 'test', to: 'linus@example.org', state: 'pending', attempts: 0 });
  expect(JSON.stringify(first)).not.toContain('Email works');
  await Promise.all(
    Array.from({ length: 60 }, (_, n) => sendTestMail(`n${n}@example.org`, { actor: linus })),
  );
  const page = await listMails({ state: 'waiting' }, { actor: linus });
  const rest = await listMails({ state: 'waiting', cursor: page.next! }, { actor: linus });
  expect(new Set([...page.items, ...rest.items].map(({ id }) => id)).size).toBe(61);
  expect(rest.next).toBeNull();
  expect(page.counts).toEqual({ waiting: 61, failed: 0, sent: 0, cancelled: 0 });
});

test('a failed mail is tried again, once; any other is not', async () => {
  const [mail] = await queuedMails();
  await expect(retryMail(mail!.id, { actor: linus })).rejects.toMatchObject({ code: 'not-found' });
  await db().mail.update({ where: { id: mail!.id }, data: { state: 'failed', lastError: 'No such user' } });
  expect(await mailFacts({ actor: linus, now: new Date() })).toMatchObject({ waiting: 60, failed: 1 });
  const tries = [retryMail(mail!.id, { actor: linus }), retryMail(mail!.id, { actor: linus })];
  const outcomes = (await Promise.allSettled(tries)).map(({ status }) => status);
  expect(outcomes.sort()).toEqual(['fulfilled', 'rejected']);
  expect(await mailFacts({ actor: linus, now: new Date() })).toMatchObject({ waiting: 61, failed: 0 });
});

test('rows of finished mails go after their time, those that wait never', async () => {
  const [sent, waiting] = await queuedMails();
  await db().mail.update({ where: { id: sent!.id }, data: { state: 'sent' } });
  const later = new Date(Date.now() + (MAIL_KEPT_DAYS * 24 + 1) * 3600_000);
  expect(await removeOldMails(new Date())).toBe(0);
  expect(await removeOldMails(later)).toBe(1);
  expect((await queuedMails()).map(({ id }) => id)).toContain(waiting!.id);
});
