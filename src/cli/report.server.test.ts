import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { composeNext } from '#lib/digest/issues/compose-next.server.ts';
import { pauseSending, sendIssue } from '#lib/digest/sending/send-issue.server.ts';
import { enter } from '../../tests/support/cast.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { readOutbox } from '../../tests/support/mailbox.ts';
import { publishAt } from '../../tests/support/report-week.ts';
import { subscribe } from '../../tests/support/subscribers.ts';
import { addReportCommands } from './report.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'copecheck-report-'));
process.env['DATA_DIR'] = dataDir;
await freshDatabase({ limits: 'off' });

const ADDRESSES = ['ada@example.org', 'grace@example.org'];
let linus: Actor;

beforeAll(async () => {
  linus = await enter('linus', 'admin');
});
afterAll(() => rm(dataDir, { recursive: true }));
beforeEach(async () => {
  await rm(join(dataDir, 'outbox'), { recursive: true, force: true });
  await db().reportIssue.deleteMany();
  await db().mail.deleteMany();
  await db().subscriber.deleteMany();
  await db().verdict.deleteMany();
});
afterEach(() => {
  process.exitCode = undefined;
});

/** Runs the command line and returns what it prints on standard output. */
async function copecheck(...words: string[]): Promise<string> {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addReportCommands(program);
  await program.parseAsync(['report', ...words], { from: 'user' });
  const lines = printed.mock.calls.join('\n');
  printed.mockRestore();
  return lines;
}

const recipients = async () => (await readOutbox(dataDir)).map(({ address }) => address).sort();

test('nothing worth sending is said, and is no error', async () => {
  const nothing = 'Nothing worth sending has happened since the previous issue.';
  expect(await copecheck('preview')).toBe(nothing);
  expect(await copecheck('preview', '--json')).toBe('null');
  expect(await copecheck('send')).toBe(nothing);
  expect(JSON.parse(await copecheck('send', '--json'))).toMatchObject({
    issue: null,
    recipients: 0,
    left: 0,
  });
  expect(process.exitCode).toBeUndefined();
});

test('preview shows the next issue and stores nothing', async () => {
  await publishAt('On arguing', new Date());
  expect(await copecheck('preview')).toContain('NEW VERDICTS\n------------\n\nOn arguing\n');
  expect(JSON.parse(await copecheck('preview', '--json'))).toMatchObject({ n: 1, state: 'draft' });
  expect(await db().reportIssue.count()).toBe(0);
});

test('send composes the next issue, delivers it to everyone and says how many', async () => {
  await subscribe(...ADDRESSES);
  await publishAt('On arguing', new Date());
  expect(JSON.parse(await copecheck('send', '--json'))).toEqual({
    ...{ issue: 1, recipients: 2, sent: 2, failed: 0, left: 0 },
  });
  expect(await recipients()).toEqual(ADDRESSES);
  const [mail] = await readOutbox(dataDir);
  expect(mail!.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
  expect(mail!.link('/unsubscribe')).toContain('token=');
  expect((await db().reportIssue.findFirstOrThrow()).state).toBe('sent');
});

test('send continues an issue that was started before, and one that is paused', async () => {
  await subscribe(...ADDRESSES);
  await publishAt('On arguing', new Date());
  const now = new Date();
  const { version } = (await composeNext(now))!;
  await sendIssue({ version }, { actor: linus, now });
  await pauseSending({ actor: linus });
  expect(await copecheck('send')).toBe('The Cope Report No. 1: 2 of 2 sent.');
  expect(await recipients()).toEqual(ADDRESSES);
});
