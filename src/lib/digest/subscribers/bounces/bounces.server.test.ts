import { Readable } from 'node:stream';
import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { freshDatabase } from '../../../../../tests/support/database.ts';
import { emailHash } from '../email-hash.server.ts';
import { MAX_MAIL } from './bounce-report.server.ts';
import { mailsIn } from './mails-in-file.server.ts';
import { handleBounceReport } from './handle-bounce-report.server.ts';
import { handleWebhook } from './handle-webhook.server.ts';

const KEY = `whsec_${Buffer.alloc(32, 'k').toString('base64')}`;
process.env['REPORT_WEBHOOK_KEY'] = KEY;
await freshDatabase();

const NOW = new Date('2026-11-28T12:00:00Z');
const ADA = 'ada@example.org';
const GRACE = 'grace@example.org';

beforeEach(async () => {
  await db().mail.deleteMany();
  await db().subscriber.deleteMany();
  for (const email of [ADA, GRACE]) await subscribe(email);
});

async function subscribe(email: string): Promise<void> {
  const state = { email, state: 'confirmed', confirmedAt: NOW, endedAt: null } as const;
  const hash = await emailHash(email);
  await db().subscriber.upsert({
    where: { emailHash: hash },
    create: { ...state, emailHash: hash },
    update: state,
  });
}

/** An issue that was delivered. @returns its Message-ID */
async function sentTo(to: string): Promise<string> {
  const mail = { subject: 'S', heading: 'H', paragraphs: [] };
  const id = await db().$transaction((tx) => queueBasicMail(mail, { kind: 'report-issue', to }, tx));
  return (await db().mail.update({ where: { id }, data: { state: 'sent', sentAt: NOW } })).messageId;
}

const states = async () => {
  const rows = await db().subscriber.findMany({ orderBy: { id: 'asc' } });
  return rows.map(({ state }) => state);
};

interface Dsn {
  messageId?: string;
  status?: string;
  action?: string;
  recipient?: string;
  /** What is returned of the mail: with its body, its headers only, or as headers of another type. */
  returned?: 'message/rfc822' | 'text/rfc822-headers' | 'message/rfc822-headers';
}

function dsn({
  messageId,
  status = '5.1.1',
  action = 'failed',
  recipient = ADA,
  returned = 'message/rfc822',
}: Dsn): Buffer {
  const lines = [
    'From: Mail Delivery System <mailer-daemon@mx.example>',
    'To: noreply@copecheck.example',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain',
    '',
    'I am sorry.',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    'Arrival-Date: Sat, 28 Nov 2026 12:00:00 +0000',
    '',
    `Original-Recipient: rfc822;${recipient}`,
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 no such user',
    '',
    '--b1',
    `Content-Type: ${returned}`,
    '',
    'From: CopeCheck <noreply@copecheck.example>',
    `To: ${recipient}`,
    'Subject: The Cope Report,',
    ' folded',
    ...(messageId === undefined ? [] : [`Message-ID: ${messageId}`]),
    '',
    'Message-ID: <in-the-body@copecheck.example>',
    '--b1--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

function feedback(messageId: string, type: string): Buffer {
  return Buffer.from(
    [
      'From: feedback@isp.example',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=feedback-report; boundary=f',
      '',
      '--f',
      'Content-Type: text/plain',
      '',
      'This is an email abuse report.',
      '--f',
      'Content-Type: message/feedback-report',
      '',
      `Feedback-Type: ${type}`,
      'User-Agent: SomeGenerator/1.0',
      'Version: 1',
      '',
      '--f',
      'Content-Type: message/rfc822',
      'Content-Disposition: inline',
      '',
      'To: <redacted>',
      `Message-ID: ${messageId}`,
      '',
      'Hello',
      '--f--',
      '',
    ].join('\n'),
  );
}

describe('a delivery status notification', () => {
  it.each(['message/rfc822', 'text/rfc822-headers', 'message/rfc822-headers'] as const)(
    'ends the subscription of the mail that it returns as %s',
    async (returned) => {
      const messageId = await sentTo(ADA);
      expect(await handleBounceReport(dsn({ messageId, returned }), NOW)).toBe('ended');
      expect(await states()).toEqual(['bounced', 'confirmed']);
      expect((await db().subscriber.findMany({ orderBy: { id: 'asc' } })).map(({ email }) => email)).toEqual([
        null,
        GRACE,
      ]);
      expect(await handleBounceReport(dsn({ messageId, returned }), NOW)).toBe('no subscriber');
    },
  );

  it('ends nothing while the fault is temporary, or the mail only late, passed on or delivered', async () => {
    const messageId = await sentTo(ADA);
    for (const report of [
      { status: '4.2.2' },
      { status: '4.4.7' },
      { action: 'delayed', status: '4.4.1' },
      { action: 'delivered', status: '2.0.0' },
      { action: 'relayed', status: '5.0.0' },
      { status: '5' },
      { status: '5.x.x' },
      { status: '' },
    ])
      expect(await handleBounceReport(dsn({ messageId, ...report }), NOW), JSON.stringify(report)).toBe(
        'temporary',
      );
    expect(await states()).toEqual(['confirmed', 'confirmed']);
  });

  it('ends nothing by naming an address alone, or a mail that we did not send', async () => {
    await sentTo(ADA);
    for (const messageId of [
      undefined,
      '<guess@localhost>',
      '<in-the-body@copecheck.example>',
      '',
      '<',
      "<' OR 1=1>",
    ])
      expect(await handleBounceReport(dsn({ ...(messageId === undefined ? {} : { messageId }) }), NOW)).toBe(
        'no subscriber',
      );
    expect(await states()).toEqual(['confirmed', 'confirmed']);
  });

  it('ends the subscription of the mail’s recipient, whatever address it names', async () => {
    const messageId = await sentTo(GRACE);
    expect(await handleBounceReport(dsn({ messageId, recipient: ADA }), NOW)).toBe('ended');
    expect(await states()).toEqual(['confirmed', 'bounced']);
  });

  it('does not end a subscription that began again after the mail', async () => {
    const messageId = await sentTo(ADA);
    await handleBounceReport(dsn({ messageId }), NOW);
    await subscribe(ADA);
    expect(await handleBounceReport(dsn({ messageId }), NOW)).toBe('no subscriber');
    expect(await states()).toEqual(['confirmed', 'confirmed']);
  });
});

it('a report is understood however much of the mail is returned with it', async () => {
  const returned = `${'x'.repeat(76)}\r\n`.repeat(20_000);
  const mail = dsn({ messageId: await sentTo(ADA) })
    .toString()
    .replace('\r\n--b1--', `\r\n${returned}--b1--`);
  expect(await handleBounceReport(Buffer.from(mail), NOW)).toBe('ended');
});

describe('a feedback report', () => {
  it.each(['abuse', 'Abuse', 'fraud', 'opt-out'])('of type %s ends the subscription', async (type) => {
    expect(await handleBounceReport(feedback(await sentTo(ADA), type), NOW)).toBe('ended');
    expect(await states()).toEqual(['complained', 'confirmed']);
  });

  it('ends nothing if it is no complaint', async () => {
    const messageId = await sentTo(ADA);
    for (const type of ['not-spam', 'auth-failure', ''])
      expect(await handleBounceReport(feedback(messageId, type), NOW)).toBe('no report');
    expect(await states()).toEqual(['confirmed', 'confirmed']);
  });
});

describe('a hostile file', () => {
  const nested = (depth: number) => {
    const heads = Array.from(
      { length: depth },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`,
    );
    return Buffer.from(heads.join(''));
  };
  const HOSTILE: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from(Array.from({ length: 50_000 }, (_, n) => (n * 7919) % 256))],
    ['NUL', Buffer.alloc(100_000)],
    ['line breaks', Buffer.alloc(300_000, '\n')],
    ['no line break', Buffer.alloc(300_000, 'x')],
    ['parts in parts', nested(5000)],
    ['boundaries', Buffer.from(`Content-Type: multipart/mixed; boundary=b\n\n${'--b\n'.repeat(100_000)}`)],
    ['flowed text', Buffer.from(`Content-Type: text/plain; format=flowed\n\n${'a \n'.repeat(100_000)}`)],
    ['endless headers', Buffer.from('X: y\n'.repeat(100_000))],
    ['a header that goes on', Buffer.from(`X: y\n${' z\n'.repeat(100_000)}`)],
    ['its own boundary', Buffer.from(`Content-Type: multipart/report; boundary="\n\n--\n--\n`)],
    ['messages in messages', Buffer.from('Content-Type: message/rfc822\n\n'.repeat(5000))],
    ['a report without parts', Buffer.from('Content-Type: multipart/report; boundary=x\n\n--x--\n')],
    ['a status that never ends', dsn({ status: '5'.repeat(100_000) })],
    ['many blocks', dsn({ recipient: `x\r\n\r\n${'Status: 5.0.0\r\n\r\n'.repeat(10_000)}` })],
  ];

  it.each(HOSTILE)('changes nothing and is survived: %s', async (_what, mail) => {
    expect(['no report', 'unreadable', 'temporary', 'no subscriber']).toContain(
      await handleBounceReport(mail, NOW),
    );
  });

  it('is read mail by mail, and no more of each than is looked at', async () => {
    const big = 'x'.repeat(76) + '\n';
    async function* chunks() {
      yield Buffer.from('From a@b Sat Nov 28 12:00:00 2026\nSubject: big\n\n');
      for (let n = 0; n < 40; n++) yield Buffer.from(big.repeat(1000));
      yield Buffer.from('\nFrom a@b Sat Nov 28 12:00:00 2026\nSubject: one line\n\n');
      for (let n = 0; n < 20; n++) yield Buffer.alloc(100_000, '>From ');
    }
    const mails: Uint8Array[] = [];
    for await (const mail of mailsIn(chunks())) mails.push(mail);
    expect(mails).toHaveLength(2);
    for (const { length } of mails) expect(length).toBeLessThanOrEqual(MAX_MAIL);
  });
});

describe('a file of mails', () => {
  async function read(text: string, size = 7): Promise<string[]> {
    const bytes = Buffer.from(text);
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
      bytes.subarray(n * size, (n + 1) * size),
    );
    const mails: string[] = [];
    for await (const mail of mailsIn(Readable.from(pieces))) mails.push(Buffer.from(mail).toString());
    return mails;
  }

  it('is one mail unless it begins as an mbox', async () => {
    expect(await read('Subject: x\n\nText\n\nFrom here on.\n')).toEqual([
      'Subject: x\n\nText\n\nFrom here on.\n',
    ]);
    expect(await read('')).toEqual([]);
  });

  it('is split at the lines of an mbox, not where a text says From', async () => {
    const mbox =
      'From a@b Sat\nSubject: 1\n\nText\nFrom the text\n\nFrom a@b Sat\r\nSubject: 2\r\n\r\nÜmlaut\r\n\r\nFrom a@b Sat\nSubject: 3\n';
    for (const size of [1, 7, 10_000])
      expect(await read(mbox, size)).toEqual([
        'Subject: 1\n\nText\nFrom the text\n\n',
        'Subject: 2\r\n\r\nÜmlaut\r\n\r\n',
        'Subject: 3\n',
      ]);
  });
});

describe('the webhook', () => {
  const sign = (text: string, at = new Date(), key = KEY) => ({
    text,
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(key).sign('msg_1', at, text),
    },
  });
  const take = (report: { type: 'bounce' | 'complaint'; email: string; permanent?: boolean }) =>
    handleWebhook(report, sign(JSON.stringify(report)), NOW);

  it('ends a subscription by its address, once and again', async () => {
    await take({ type: 'bounce', email: 'ADA@example.org' });
    await take({ type: 'bounce', email: ADA });
    await take({ type: 'complaint', email: ADA });
    await take({ type: 'complaint', email: GRACE, permanent: false });
    expect(await states()).toEqual(['bounced', 'complained']);
  });

  it('ends nothing for a temporary bounce or an unknown address, and answers alike', async () => {
    await take({ type: 'bounce', email: ADA, permanent: false });
    await take({ type: 'bounce', email: 'nobody@example.org' });
    expect(await states()).toEqual(['confirmed', 'confirmed']);
  });

  it('refuses what is unsigned, signed with another key, changed, or five minutes old or ahead', async () => {
    const report = { type: 'bounce', email: ADA } as const;
    const text = JSON.stringify(report);
    const minutes = (n: number) => new Date(Date.now() + n * 60_000);
    const other = `whsec_${Buffer.alloc(32, 'o').toString('base64')}`;
    for (const signed of [
      { text, headers: {} },
      sign(text, new Date(), other),
      { ...sign(text), text: `${text} ` },
      { text, headers: { ...sign(text).headers, 'webhook-id': 'msg_2' } },
      { text, headers: { ...sign(text).headers, 'webhook-signature': 'v1,' } },
      { text, headers: { ...sign(text).headers, 'webhook-signature': 'v1' } },
      { text, headers: { ...sign(text).headers, 'webhook-timestamp': 'now' } },
      sign(text, minutes(-6)),
      sign(text, minutes(6)),
    ])
      await expect(handleWebhook(report, signed, NOW)).rejects.toMatchObject({ code: 'signature-invalid' });
    expect(await states()).toEqual(['confirmed', 'confirmed']);
  });
});
