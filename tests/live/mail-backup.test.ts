// A backup in the middle of an issue, restored on another machine: pending mails are sent from there, none twice.
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PASSWORD } from '../support/cast.ts';
import { newDataDir, run, siteEnv, startSite, usedDataDir, type Site } from '../support/site.ts';
import { parseMail, smtpServer, type SmtpServer } from '../support/smtp.ts';
import { verdictText } from '../support/verdict-text.ts';
import { ApiClient } from '../support/api-client.ts';

const READERS = Array.from({ length: 6 }, (_, n) => `reader${n}@example.org`);
/** Reached before the backup. */
const REACHED = READERS.slice(0, 2);
const LEAVES = READERS[5]!;
const WAITING = 'waiting@example.org';

let server: SmtpServer;
let site: Site;
const folders: string[] = [];
/** Recipients that the server defers. */
const busyFor = new Set<string>();

function kept(folder: string): string {
  folders.push(folder);
  return folder;
}

beforeAll(async () => {
  server = await smtpServer({
    onRcptTo({ address }, _session, callback) {
      const busy = Object.assign(new Error('Try later'), { responseCode: 451 });
      callback(busyFor.has(address) ? busy : null);
    },
  });
});
afterAll(async () => {
  await site?.stop();
  await server?.close();
  await Promise.all(folders.map((each) => rm(each, { recursive: true, force: true })));
});

async function api(method: string, path: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${site.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })).status;
}

/** Accepted mails with this subject, by recipient. */
async function taken(subject: RegExp) {
  const parsed = await Promise.all(
    server.received.map(async ({ to, raw }) => ({ to: to[0]!, email: await parseMail(raw) })),
  );
  return parsed.filter(({ email }) => subject.test(email.subject ?? ''));
}

const takenFrom = (subject: RegExp, count: number) =>
  vi.waitFor(
    async () => {
      const mails = await taken(subject);
      expect(mails.length).toBeGreaterThanOrEqual(count);
      return mails;
    },
    { timeout: 120_000, interval: 100 },
  );

/** @returns the addresses of their unsubscribe links, by reader */
async function subscribeAll(): Promise<Map<string, string>> {
  await Promise.all(READERS.map((email) => api('POST', '/report/subscriptions', { email })));
  const links = new Map<string, string>();
  for (const { to, email } of await takenFrom(/Confirm your subscription/, READERS.length)) {
    const token = /\/report\/confirm\?token=([\w-]+)/.exec(email.text!)![1]!;
    const response = await fetch(`${site.url}/report/confirm?token=${token}`, {
      method: 'POST',
      headers: { origin: site.url, accept: 'text/html' },
      body: new URLSearchParams({ token }),
    });
    links.set(to, /\/unsubscribe\?token=[\w.-]+/.exec(await response.text())![0]);
  }
  return links;
}

test('no pending mail is lost, no subscriber gets an issue twice, and links still work', async () => {
  const env = { SAMPLE_DATA: 'off', SMTP_URL: server.url };
  // Of an attempt before this one.
  server.received.length = 0;
  busyFor.clear();
  site = await startSite({ env, dataDir: kept(await usedDataDir(env)) });
  const admin = await ApiClient.signUp(site.url, 'linus');
  await site.setRole('linus', 'admin');
  await admin.call('POST', '/verdicts', { text: verdictText('On backups') });
  const links = await subscribeAll();

  for (const each of [...READERS.filter((reader) => !REACHED.includes(reader)), WAITING]) busyFor.add(each);
  expect(await api('POST', '/accounts', { username: 'waiting', password: PASSWORD, email: WAITING })).toBe(
    201,
  );
  await admin.submit('/admin/report?/compose', {});
  await admin.submit('/admin/report?/send', { version: '1' });
  await takenFrom(/Cope Report No\. 1/, REACHED.length);
  await admin.submit('/admin/report?/pause', {});
  const file = join(kept(await newDataDir()), 'backup');
  expect((await site.cli('backup', file)).code).toBe(0);
  await site.stop();

  busyFor.clear();
  const dataDir = kept(await newDataDir());
  const restored = await run(['src/cli/main.ts', 'restore', file], siteEnv({ ...env, DATA_DIR: dataDir }));
  expect(restored.stderr).toBe('');
  site = await startSite({ env, dataDir, port: site.port });

  // Signed with a key that the backup has.
  const ended = await fetch(site.url + links.get(LEAVES)!, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });
  expect(ended.status).toBe(200);
  const sent = await site.cli('report', 'send', '--json');
  expect(JSON.parse(sent.stdout)).toEqual({ issue: 1, recipients: 6, sent: 5, failed: 0, left: 0 });
  const issues = await taken(/Cope Report No\. 1/);
  expect(issues.map(({ to }) => to).sort()).toEqual(READERS.filter((reader) => reader !== LEAVES).sort());
  expect(new Set(issues.map(({ email }) => email.messageId)).size).toBe(5);

  const [confirm] = (await takenFrom(/Confirm your email address/, 1)).filter(({ to }) => to === WAITING);
  const token = /\/confirm\?token=([\w-]+)/.exec(confirm!.email.text!)![1]!;
  expect(await api('POST', '/email-confirmations', { token })).toBe(204);
});
