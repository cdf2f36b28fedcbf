// User input ends up in mails: in headers and text, in the archive and the feed. These tests try to inject
// headers, recipients and markup, and look at what a mail server receives.
import type { Email } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PASSWORD } from '../support/cast.ts';
import { startSite, type Site } from '../support/site.ts';
import { parseMail, smtpServer, type ReceivedMail, type SmtpServer } from '../support/smtp.ts';
import { ApiClient } from '../support/api-client.ts';

const FROM_NAME = 'Die Köpeprüfung ✓';
const EVIL = 'x-evil';

const ADDRESSES = [
  'a@b.example\r\nBcc: victim@evil.example',
  'a@b.example\nX-Evil: 1',
  'a@b.example\rX-Evil: 1',
  'a@b.example\r\n\r\nX-Evil: body',
  'a@b.example, victim@evil.example',
  'a@b.example; victim@evil.example',
  'a@b.example victim@evil.example',
  'victim@evil.example <a@b.example>',
  '<a@b.example>,<victim@evil.example>',
  '"a\r\nX-Evil: 1"@b.example',
  '"a b"@b.example',
  'a(comment)@b.example',
  'a@b.example\u2028X-Evil: 1',
  'a@b.example\u0085X-Evil: 1',
  'a@b.example\0X-Evil: 1',
  'a@b.example%0d%0aX-Evil:%201',
  '=?utf-8?Q?a=0D=0AX-Evil:_1?=@b.example',
  'a@b.example>\r\nRCPT TO:<victim@evil.example',
  'a@[127.0.0.1]',
  'a@b.example\uff0cvictim@evil.example',
];

const NAMES = [
  'eve\r\nX-Evil: 1',
  'eve\nBcc: victim@evil.example',
  'eve <victim@evil.example>',
  '=?utf-8?Q?=0D=0AX-Evil:_1?=',
  '<b>eve</b>',
  'eve\u2028X-Evil',
];

const TITLE = 'Ñandú & 机器 👩‍🚀 <script>alert("x")</script>';
const TITLES = [
  'A title\r\nX-Evil: 1',
  'A title\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\nX-Evil',
  '=?utf-8?B?WC1FdmlsOiAx?= and =?utf-8?Q?=0D=0ABcc:_victim=40evil.example?=',
];
const INTRODUCTION = 'Grüße\r\nBcc: victim@evil.example\r\n\r\n<img src=x onerror=alert(1)>\r\n.\r\nQUIT';
const COMMENT = 'Well said. <img src=x onerror=alert(2)> & <b>bold</b> [link](javascript:alert(3))';

let site: Site;
let server: SmtpServer;
let admin: ApiClient;

beforeAll(async () => {
  server = await smtpServer();
  const env = {
    SAMPLE_DATA: 'off',
    SMTP_URL: `${server.url}?rateLimit=1000`,
    MAIL_FROM: `${FROM_NAME} <report@copecheck.example>`,
  };
  site = await startSite({ env });
  admin = await ApiClient.signUp(site.url, 'linus');
  await site.setRole('linus', 'admin');
});
afterAll(async () => {
  await site?.stop();
  await server?.close();
});

/** Submits a page's form. @returns whether it was accepted */
async function form(path: string, fields: Record<string, string>): Promise<boolean> {
  const response = await fetch(site.url + path, {
    method: 'POST',
    headers: { cookie: admin.cookie, origin: site.url, accept: 'application/json' },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  const text = await response.text();
  expect(response.status, `${path} ${text}`).toBeLessThan(500);
  return !/"type":"(failure|error)"/.test(text);
}

/** Without a cookie. @returns the status */
async function api(method: string, path: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const sent = { method, headers, body: JSON.stringify(body) };
  return (await fetch(`${site.url}/api/v1${path}`, sent)).status;
}

/** Waits for mails with this subject. */
const mailsWith = (subject: RegExp) =>
  vi.waitFor(
    async () => {
      const parsed = await Promise.all(
        server.received.map(async (mail) => ({ mail, ...(await parsedOf(mail)) })),
      );
      const found = parsed.filter(({ email }) => subject.test(email.subject ?? ''));
      expect(found.length).toBeGreaterThan(0);
      return found;
    },
    { timeout: 60_000, interval: 100 },
  );

async function parsedOf({ raw }: ReceivedMail): Promise<{ email: Email; head: string[] }> {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).split('\r\n');
  return { email: await parseMail(raw), head };
}

describe('injected headers are refused or encoded', () => {
  let attempts = 0;

  test('addresses, in every field that takes one', async () => {
    const reader = await ApiClient.signUp(site.url, 'hedy');
    for (const [i, email] of ADDRESSES.entries()) {
      const username = `eve-${i}`;
      const taken = {
        'sign-up': (await api('POST', '/accounts', { username, password: PASSWORD, email })) < 300,
        'own address': (await reader.call('PUT', '/me/email', { email, password: PASSWORD })).status < 300,
        reset: (await api('POST', '/password-resets', { email })) < 300,
        subscription: (await api('POST', '/report/subscriptions', { email })) < 300,
        'subscription by form': await form('/report', { email }),
        'test mail': await form('/admin/mail?/test', { to: email }),
      };
      attempts += Object.keys(taken).length;
      expect({ email, taken }).toEqual({
        email,
        taken: Object.fromEntries(Object.keys(taken).map((k) => [k, false])),
      });
    }
  });

  test('feedback, whose address only an admin reads, causes no mail', async () => {
    for (const email of ADDRESSES.slice(0, 4)) {
      await api('POST', '/feedback', { kind: 'idea', message: 'x', email });
      attempts += 1;
    }
    expect(server.received).toEqual([]);
  });

  test('names', async () => {
    for (const [i, username] of NAMES.entries()) {
      const body = { username, password: PASSWORD, email: `name-${i}@example.org` };
      expect(await api('POST', '/accounts', body)).toBe(422);
      attempts += 1;
    }
  });

  test('titles, an introduction, and a mail of each kind', async () => {
    for (const title of TITLES) {
      const { status } = await admin.call('POST', '/verdicts', { title, sections: [{ heading: 'H' }] });
      expect([201, 422]).toContain(status);
      attempts += 1;
    }
    await writeIssue();
    attempts += 1;
    expect(attempts).toBeGreaterThanOrEqual(50);

    await form('/admin/mail?/test', { to: 'test@example.org' });
    const sent = await site.cli('report', 'send', '--json');
    expect(JSON.parse(sent.stdout)).toMatchObject({ recipients: 1, sent: 1, failed: 0 });
    const mails = await mailsWith(/./);
    expect(mails.length).toBeGreaterThanOrEqual(4);
    for (const { mail, email, head } of mails) expectHonest(mail, email, head);
  });
});

/** A subscriber, the issue's first verdict, a comment that two readers rated helpful, an introduction. */
async function writeIssue(): Promise<void> {
  const verdict = { title: TITLE, sections: [{ heading: 'H' }], opening: 'An <i>opening</i>.' };
  const { body } = await admin.call<{ slug: string }>('POST', '/verdicts', verdict);
  const readers = await Promise.all(
    ['ada', 'grace', 'rosalind'].map((name) => ApiClient.signUp(site.url, name)),
  );
  await site.sql(`UPDATE users SET created_at = now() - interval '90 days'`);
  const comment = await readers[0]!.post(body.slug, COMMENT);
  for (const reader of readers.slice(1))
    await reader.call('PUT', `/comments/${comment.id}/rating`, { helpful: true });
  for (const reader of readers) await reader.post(body.slug, `I am ${reader.name}.`);

  await readers[0]!.call('PUT', '/me/email', { email: 'ada@example.org', password: PASSWORD });
  await api('POST', '/report/subscriptions', { email: 'reader@example.org' });
  const [confirmation] = await mailsWith(/Confirm your subscription/);
  const token = /\/report\/confirm\?token=([\w-]+)/.exec(confirmation!.email.text!)![1]!;
  expect(await api('POST', '/report/subscriptions/confirm', { token })).toBe(204);
  expect(await form('/admin/report?/compose', {})).toBe(true);
  expect(await form('/admin/report?/introduce', { version: '1', introduction: INTRODUCTION })).toBe(true);
}

const ONCE = ['from', 'to', 'subject', 'message-id', 'date', 'mime-version', 'content-type'];
const ALLOWED = [
  ...ONCE,
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-id',
  'precedence',
  'auto-submitted',
  'feedback-id',
  'x-auto-response-suppress',
];

/** One recipient, the usual headers and no others, both parts, no attachment. */
function expectHonest({ from, to }: ReceivedMail, email: Email, head: string[]): void {
  const keys = email.headers.map(({ key }) => key);
  expect(
    keys.filter((key) => !ALLOWED.includes(key)),
    email.subject,
  ).toEqual([]);
  for (const key of ONCE)
    expect(
      keys.filter((each) => each === key),
      email.subject,
    ).toEqual([key]);
  // Folded, ASCII, and no longer than RFC 5322 allows.
  expect(head.filter((line) => line.length > 998 || !/^[\x20-\x7e\t]*$/.test(line))).toEqual([]);
  expect(to).toHaveLength(1);
  expect(to[0]).toMatch(/@example\.org$/);
  expect(email.to).toEqual([{ name: '', address: to[0] }]);
  expect([email.cc, email.bcc, email.replyTo]).toEqual([undefined, undefined, undefined]);
  expect(from).toBe('report@copecheck.example');
  expect(email.from).toEqual({ name: FROM_NAME, address: from });
  expect(email.messageId).toMatch(/^<[\w-]+@copecheck\.example>$/);
  expect(Math.abs(Date.now() - Date.parse(email.date!))).toBeLessThan(120_000);
  expect(email.attachments).toEqual([]);
  expect(email.text!.length).toBeGreaterThan(50);
  expect(email.html).toMatch(/^<!doctype html>/i);
  expect(head.join('\n').toLowerCase()).not.toContain(EVIL);
}

test('an issue has one-click unsubscribe headers, and its subject is the title as written', async () => {
  const [issue] = await mailsWith(/Cope Report No\. 1/);
  expect(issue!.email.subject).toContain('Ñandú & 机器 👩‍🚀 <script>');
  const header = (name: string) => issue!.email.headers.find(({ key }) => key === name)?.value;
  const link = /^<(http[^<>\s]+\/unsubscribe\?token=[\w.-]+)>$/.exec(header('list-unsubscribe') ?? '')?.[1];
  expect(link).toBeDefined();
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(issue!.email.text).toContain(link);
  expect(issue!.email.html).toContain(link);
});

test('markup in titles, comments and the introduction is text in mail, page and feed', async () => {
  const [issue] = await mailsWith(/Cope Report No\. 1/);
  const page = await (await fetch(`${site.url}/report/1`, { headers: { accept: 'text/html' } })).text();
  const feed = await (await fetch(`${site.url}/report/feed.atom`)).text();
  for (const html of [issue!.email.html!, page]) {
    expect(html).toContain('&lt;script>');
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src=x');
    expect(html).not.toContain('<i>opening');
    expect(html).not.toMatch(/href="javascript:/);
  }
  // Escaped twice: HTML in XML.
  expect(feed).toContain('&amp;lt;script');
  for (const markup of [
    '<script>',
    '&lt;script',
    '<img',
    '&lt;img',
    '&lt;i&gt;opening',
    'href=&quot;javascript',
  ])
    expect(feed).not.toContain(markup);
  expect(issue!.email.text).toContain('<img src=x onerror=alert(1)>');
});
