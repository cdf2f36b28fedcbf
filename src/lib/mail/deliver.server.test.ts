import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { parseMail, smtpServer, type SmtpServer } from '../../../tests/support/smtp.ts';
import { db } from '../db/client.server.ts';
import { settings } from '../env.server.ts';
import { deliverMails } from './deliver.server.ts';
import { eraseMailsTo, queueBasicMail, queueMail } from './queue-mail.server.ts';
import { setMailSource } from './source.server.ts';
import { closeTransport } from './transport.server.ts';

await freshDatabase();

const content = {
  subject: 'Täst — “quoted” 🜁',
  heading: 'A heading <b>not bold</b>',
  paragraphs: ['First & foremost.', '<script>alert(1)</script>'],
  button: { label: 'Go on', href: 'https://copecheck.example/confirm?token=a&b=c' },
  after: ['Ignore it.'],
};

async function queue(to: string, more: object = {}): Promise<string> {
  return db().$transaction((tx) => queueBasicMail(content, { kind: 'test', to, ...more }, tx));
}
const row = (id: string) => db().mail.findUniqueOrThrow({ where: { id } });
const attempt = (id: string, last = false) => ({ id, last });

let server: SmtpServer | undefined;
async function serve(faults?: Parameters<typeof smtpServer>[0]): Promise<SmtpServer> {
  server = await smtpServer(faults);
  Object.assign(settings(), { SMTP_URL: `${server.url}?rateLimit=1000&socketTimeout=500` });
  return server;
}
afterEach(async () => {
  closeTransport();
  Object.assign(settings(), { SMTP_URL: undefined });
  await server?.close();
  server = undefined;
  await db().mail.deleteMany();
});

/** An SMTP error as smtp-server answers it. */
const refusal = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

describe('delivery by SMTP', () => {
  test('carries the parts and headers of the mail, escaped, and erases the content', async () => {
    const { received } = await serve();
    const id = await queue('ada@example.org');
    const { messageId, createdAt } = await row(id);
    expect(await deliverMails([attempt(id)])).toEqual([{ id, done: true }]);
    expect(received).toHaveLength(1);
    expect(received[0]!.to).toEqual(['ada@example.org']);
    const mail = await parseMail(received[0]!.raw);
    expect(mail).toMatchObject({ subject: content.subject, messageId });
    expect(mail.from).toMatchObject({ name: 'CopeCheck', address: 'noreply@localhost' });
    expect(new Date(mail.date!).getTime()).toBe(Math.floor(createdAt.getTime() / 1000) * 1000);
    expect(mail.text).toContain('<script>alert(1)</script>');
    expect(mail.text).toContain(content.button.href);
    expect(mail.html).toContain('&lt;script>alert(1)&lt;/script>');
    expect(mail.html).toContain('A heading &lt;b>not bold&lt;/b>');
    expect(mail.html).not.toMatch(/<script|<img|<!--/);
    expect(await row(id)).toMatchObject({
      state: 'sent',
      attempts: 1,
      text: null,
      html: null,
      lastError: null,
    });
  });

  test('keeps the Message-ID in every attempt', async () => {
    let refuse = true;
    const { received } = await serve({
      onRcptTo: (_address, _session, done) => done(refuse ? refusal(451, 'Greylisted, try again') : null),
    });
    const id = await queue('ada@example.org');
    const { messageId } = await row(id);
    const [first] = await deliverMails([attempt(id)]);
    expect(first).toMatchObject({ id, done: false, reason: expect.stringContaining('Greylisted') as string });
    expect(await row(id)).toMatchObject({ state: 'pending', attempts: 1, messageId });
    refuse = false;
    expect(await deliverMails([attempt(id)])).toEqual([{ id, done: true }]);
    expect((await parseMail(received[0]!.raw)).messageId).toBe(messageId);
  });

  test('a recipient that is refused for good fails at once, and says why', async () => {
    await serve({ onRcptTo: (_address, _session, done) => done(refusal(550, 'No such user')) });
    const id = await queue('nobody@example.org');
    expect(await deliverMails([attempt(id)])).toEqual([{ id, done: true }]);
    expect(await row(id)).toMatchObject({
      state: 'failed',
      lastError: expect.stringContaining('No such user') as string,
    });
    expect((await row(id)).html).not.toBeNull();
  });

  test('a server that refuses our password is no fault of the mail: it waits', async () => {
    const { url } = await serve({ onAuth: (_auth, _session, done) => done(refusal(535, 'Bad password')) });
    Object.assign(settings(), {
      SMTP_URL: `${url.replace('smtp://', 'smtp://me:wrong@')}?socketTimeout=500`,
    });
    const id = await queue('ada@example.org');
    expect(await deliverMails([attempt(id)])).toMatchObject([{ done: false }]);
    expect(await row(id)).toMatchObject({ state: 'pending' });
  });

  test.each([
    [
      'answers 451 to the text',
      { onData: (stream, _s, done) => stream.resume().on('end', () => done(refusal(451, 'Later'))) },
    ],
    ['drops the connection at the recipient', { onRcptTo: (_a, session) => server!.drop(session) }],
    [
      'drops the connection after the text',
      { onData: (stream, session) => stream.resume().on('end', () => server!.drop(session)) },
    ],
    ['never answers', { onMailFrom: () => {} }],
  ] as [string, NonNullable<Parameters<typeof smtpServer>[0]>][])(
    'a server that %s is asked again',
    async (_what, faults) => {
      await serve(faults);
      const id = await queue('ada@example.org');
      expect(await deliverMails([attempt(id)])).toMatchObject([{ id, done: false }]);
      expect(await row(id)).toMatchObject({ state: 'pending', attempts: 1 });
      expect((await row(id)).lastError).toBeTruthy();
    },
  );

  test('an unreachable server is retried, and the last attempt gives up', async () => {
    Object.assign(settings(), { SMTP_URL: 'smtp://127.0.0.1:1' });
    const id = await queue('ada@example.org');
    expect(await deliverMails([attempt(id)])).toMatchObject([{ done: false }]);
    expect(await deliverMails([attempt(id, true)])).toEqual([{ id, done: true }]);
    expect(await row(id)).toMatchObject({ state: 'failed', attempts: 2 });
  });

  test('one mail’s fault does not repeat the others of its batch', async () => {
    const { received } = await serve({
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('bad') ? refusal(451, 'Later') : null),
    });
    const [good, bad] = [await queue('good@example.org'), await queue('bad@example.org')];
    const outcomes = await deliverMails([attempt(good), attempt(bad)]);
    expect(outcomes).toMatchObject([
      { id: good, done: true },
      { id: bad, done: false },
    ]);
    expect(received.map(({ to }) => to)).toEqual([['good@example.org']]);
  });

  test('what was sent, cancelled, paused or has expired is not delivered', async () => {
    const { received } = await serve();
    const sent = await queue('a@example.org');
    await deliverMails([attempt(sent)]);
    const [cancelled, held, expired] = [
      await queue('b@example.org'),
      await queue('c@example.org'),
      await queue('d@example.org', { expiresAt: new Date(Date.now() - 1) }),
    ];
    await db().$transaction((tx) => eraseMailsTo('B@EXAMPLE.ORG', tx, { kinds: ['test'] }));
    await db().mail.update({ where: { id: held }, data: { held: true } });
    await deliverMails([sent, cancelled, held, expired].map((id) => attempt(id)));
    expect(received).toHaveLength(1);
    expect(await row(cancelled)).toMatchObject({ state: 'cancelled', to: null, html: null });
    expect(await row(held)).toMatchObject({ state: 'pending' });
    expect(await row(expired)).toMatchObject({
      state: 'failed',
      lastError: expect.stringMatching(/expired/) as string,
    });
  });

  test('a mail that was cancelled during a failed attempt stays cancelled', async () => {
    await serve({
      onRcptTo: (_address, _session, done) =>
        void db()
          .$transaction((tx) => eraseMailsTo('ada@example.org', tx, { kinds: ['test'] }))
          .then(() => done(refusal(451, 'Later'))),
    });
    const id = await queue('ada@example.org');
    await deliverMails([attempt(id)]);
    expect(await row(id)).toMatchObject({ state: 'cancelled', to: null });
  });

  test('a source gives the content of its kind, and what it leaves out is dropped', async () => {
    const { received } = await serve();
    const [kept, dropped] = [await queue('a@example.org'), await queue('b@example.org')];
    await db().mail.updateMany({ data: { html: null, text: null } });
    setMailSource(
      'test',
      async () => new Map([[kept, { text: 'T', html: '<p>T</p>', headers: { 'X-One': '1' } }]]),
    );
    await deliverMails([attempt(kept), attempt(dropped)]);
    expect(received.map(({ to }) => to)).toEqual([['a@example.org']]);
    expect(received[0]!.raw).toMatch(/^X-One: 1$/m);
    expect(await row(dropped)).toMatchObject({ state: 'cancelled', to: null });
  });
});

describe('without a mail server', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'copecheck-outbox-'));
    Object.assign(settings(), { DATA_DIR: dataDir });
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  test('each mail is one file, whole, however often it is delivered', async () => {
    const id = await queue('ada@example.org');
    await deliverMails([attempt(id)]);
    await db().mail.update({ where: { id }, data: { state: 'sending', text: 'T', html: 'H' } });
    await deliverMails([attempt(id)]);
    expect(await readdir(join(dataDir, 'outbox'))).toEqual([`${id}.eml`]);
    const raw = await readFile(join(dataDir, 'outbox', `${id}.eml`), 'utf8');
    expect(await parseMail(raw)).toMatchObject({
      subject: content.subject,
      to: [{ address: 'ada@example.org' }],
    });
    expect(raw.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('a folder that can’t be written to leaves the mail waiting', async () => {
    const id = await queue('ada@example.org');
    Object.assign(settings(), { DATA_DIR: '/dev/null' });
    expect(await deliverMails([attempt(id)])).toMatchObject([{ id, done: false }]);
    expect(await row(id)).toMatchObject({ state: 'pending' });
    Object.assign(settings(), { DATA_DIR: dataDir });
  });
});

describe('queueing', () => {
  test('is part of the transaction that causes it', async () => {
    const act = db().$transaction(async (tx) => {
      await queueBasicMail(content, { kind: 'test', to: 'ada@example.org' }, tx);
      throw new Error('the cause failed');
    });
    await expect(act).rejects.toThrow('the cause failed');
    expect(await db().mail.count()).toBe(0);
  });

  test.each([
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org\nSubject: x',
    'ada@example.org, eve@example.org',
    'ada@example.org;eve@example.org',
    '"Ada\r\nBcc: eve@example.org" <ada@example.org>',
    'Ada <ada@example.org>',
    'ada@example.org\0',
    'ada@example.org\u2028Bcc: eve@example.org',
    'ada @example.org',
    'ada@@example.org',
    'ada@example.org>',
    '@example.org',
    'ada@',
    `${'a'.repeat(250)}@example.org`,
    'ada@example.org\t',
    '=?utf-8?q?ada=40example.org=0D=0ABcc:?=',
  ])('refuses %j as an address', async (to) => {
    await expect(queue(to)).rejects.toThrow(TypeError);
    expect(await db().mail.count()).toBe(0);
  });

  test.each([
    'Hello\r\nBcc: eve@example.org',
    'Hello\nX: y',
    'Hello\u0085X: y',
    'Hello\u2028X: y',
    'Hello\0\x07\x1b[31m',
  ])('a subject such as %j stays one header', async (subject) => {
    const { received } = await serve();
    const id = await db().$transaction((tx) =>
      queueMail({ kind: 'test', to: 'ada@example.org' }, { subject, text: 'T', html: 'H' }, tx),
    );
    await deliverMails([attempt(id)]);
    const { headers, subject: read } = await parseMail(received[0]!.raw);
    expect(headers.map(({ key }) => key)).not.toEqual(expect.arrayContaining(['bcc']));
    expect(headers.map(({ key }) => key)).not.toContain('x');
    expect(read).toMatch(/^Hello /);
    expect(received[0]!.to).toEqual(['ada@example.org']);
  });

  test.each(['v\r\nBcc: eve@example.org', 'v\nX: y'])(
    'a header value such as %j stays one header',
    async (value) => {
      const { received } = await serve();
      const id = await db().$transaction((tx) =>
        queueMail(
          { kind: 'test', to: 'ada@example.org' },
          { subject: 'S', text: 'T', html: 'H', headers: { 'X-Value': value } },
          tx,
        ),
      );
      await deliverMails([attempt(id)]);
      const { headers } = await parseMail(received[0]!.raw);
      expect(headers.map(({ key }) => key)).not.toContain('bcc');
      expect(headers.map(({ key }) => key)).not.toContain('x');
    },
  );
});
