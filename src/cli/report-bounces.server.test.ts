import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { emailHash } from '#lib/digest/subscribers/email-hash.server.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { addBouncesCommand } from './report-bounces.ts';

await freshDatabase();
const folder = await mkdtemp(join(tmpdir(), 'bounces-'));
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
});

async function bounces(...words: string[]): Promise<string> {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addBouncesCommand(program);
  await program.parseAsync(['bounces', ...words], { from: 'user' });
  return printed.mock.calls.join('\n');
}

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

/** The Message-ID of a mail to a new subscriber. */
async function sentTo(email: string): Promise<string> {
  await db().subscriber.create({
    data: { email, emailHash: await emailHash(email), state: 'confirmed', confirmedAt: new Date() },
  });
  const mail = { subject: 'S', heading: 'H', paragraphs: [] };
  const id = await db().$transaction((tx) => queueBasicMail(mail, { kind: 'report-issue', to: email }, tx));
  return (await db().mail.findUniqueOrThrow({ where: { id } })).messageId;
}

const bounce = (messageId: string, status: string) =>
  `Content-Type: multipart/report; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Action: failed
Status: ${status}

--b
Content-Type: message/rfc822

Message-ID: ${messageId}

--b--

`;

describe('copecheck report bounces', () => {
  it('says what it did with each mail of each file', async () => {
    const [ada, grace] = [await sentTo('ada@example.org'), await sentTo('grace@example.org')];
    const mbox = await write(
      'mbox',
      `From mx Sat\n${bounce(ada, '5.1.1')}From mx Sat\n${bounce(grace, '4.2.2')}From mx Sat\nSubject: Hello\n\nHi.\n`,
    );
    const single = await write('unknown.eml', bounce('<x@y>', '5.1.1'));
    const printed = await bounces(mbox, single);
    expect(printed.split('\n')).toEqual([
      `${mbox}         1  subscription ended`,
      `${mbox}         2  temporary: nothing changed`,
      `${mbox}         3  neither a bounce nor a complaint: nothing changed`,
      `${single}  1  not about an email to a current subscriber: nothing changed`,
      '4 emails read, 1 subscription ended.',
    ]);
    expect(await db().subscriber.count({ where: { state: 'bounced' } })).toBe(1);
  });

  it('answers as JSON for programs', async () => {
    const file = await write('again.eml', bounce(await sentTo('mary@example.org'), '5.2.1'));
    const empty = await write('empty', '');
    expect(JSON.parse(await bounces('--json', empty, file))).toEqual({
      mails: [{ file, no: 1, outcome: 'ended' }],
      ended: 1,
    });
  });

  it('refuses a file that isn’t there, by name', async () => {
    const file = join(folder, 'missing');
    await expect(bounces(file)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining(file),
    });
    await expect(bounces(folder)).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
