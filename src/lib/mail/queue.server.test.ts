import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, inject, test, vi } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { queuedMails } from '../../../tests/support/mails.ts';
import { PATIENCE } from '../../../tests/support/patience.ts';
import { smtpServer } from '../../../tests/support/smtp.ts';
import { backup } from '#lib/db/backup/backup.server.ts';
import { listenForChanges } from '../db/changes.server.ts';
import { closeDb, db, pool } from '../db/client.server.ts';
import { restore } from '#lib/db/backup/restore.server.ts';
import { settings, useDatabase } from '../env.server.ts';
import { fillQueues, scheduleJobs, startJobs } from '../jobs/jobs.server.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { mailQueue } from './deliver.server.ts';
import { queueBasicMail } from './queue-mail.server.ts';
import { closeTransport } from './transport.server.ts';

const url = await freshDatabase();
const mail = { subject: 'S', heading: 'H', paragraphs: ['P'] };
const queue = (to: string) => db().$transaction((tx) => queueBasicMail(mail, { kind: 'test', to }, tx));

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

test('a committed mail is announced and delivered, by workers that started before it', async () => {
  const server = await smtpServer();
  closing.push(server.close, closeTransport);
  Object.assign(settings(), { SMTP_URL: server.url });
  const { stop } = await startJobs([mailQueue]);
  closing.push(stop);
  const none = () => {};
  await new Promise<void>((onConnected) => {
    const handlers = { onAccount: none, onSettings: none, onVerdict: none, onLost: none };
    closing.push(listenForChanges({ ...handlers, onJobs: scheduleJobs, onConnected }));
  });
  await queue('ada@example.org');
  await vi.waitUntil(() => server.received.length === 1, PATIENCE);
  await vi.waitUntil(async () => (await queuedMails())[0]!.state === 'sent', PATIENCE);
});

test('a backup leaves the jobs out; after a restore the waiting mails are queued again, and a check counts both', async () => {
  await db().mail.deleteMany();
  await queue('ada@example.org');
  await queue('grace@example.org');
  await db().mail.updateMany({
    where: { to: 'grace@example.org' },
    data: { state: 'sending', createdAt: new Date(Date.now() - 3600_000) },
  });
  await fillQueues([mailQueue]);
  const folder = await mkdtemp(join(tmpdir(), 'copecheck-mail-'));
  closing.push(() => rm(folder, { recursive: true }));
  const file = join(folder, 'site.backup');
  await backup(url, file, new Date());

  const name = `restored_mail_${process.pid}`;
  const admin = new pg.Client({ connectionString: inject('databaseServer') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const target = Object.assign(new URL(url), { pathname: `/${name}` }).href;
  closing.push(async () => {
    await closeDb();
    useDatabase(url, 'memory');
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  });
  await restore(target, file);
  await closeDb();
  useDatabase(target, 'memory');

  await fillQueues([]); // only makes the queue's tables, as the first start does
  const waits = { what: 'an email that waits without a job', stored: 'sending', counted: 'no job' };
  expect((await checkEverything()).differences).toMatchObject([waits]);
  await fillQueues([mailQueue]);
  const { rows } = await pool().query<{ key: string }>(
    `SELECT singleton_key AS key FROM pgboss.job WHERE name = 'mail' ORDER BY 1`,
  );
  expect(rows.map(({ key }) => key)).toEqual((await queuedMails()).map(({ id }) => id).sort());
  expect((await checkEverything()).differences).toEqual([]);
});
