import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { deliverMails } from '#lib/mail/deliver.server.ts';
import { setMailSource } from '#lib/mail/source.server.ts';
import * as transport from '#lib/mail/transport.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { queriesOf } from '../../../../tests/support/queries.ts';
import { crowd, helpfulComment, publishAt } from '../../../../tests/support/report-week.ts';
import { subscribe, subscribePending } from '../../../../tests/support/subscribers.ts';
import { composeNext } from '../issues/compose-next.server.ts';
import { leaveOut } from '../issues/edit-issue.server.ts';
import { findIssue, listIssues } from '../issues/find-issue.server.ts';
import { readUnfinished } from '../issues/issue.store.server.ts';
import * as beehiiv from '../subscribers/beehiiv.server.ts';
import { endSubscription } from '../subscribers/end-subscription.server.ts';
import { subscriberOfToken } from '../subscribers/unsubscribe-token.server.ts';
import { droppedOf } from './report-panel-view.ts';
import { findReportPanel } from './find-report-panel.server.ts';
import { pauseSending, resumeSending, sendIssue, settle } from './send-issue.server.ts';
import { startNext } from './send-next.server.ts';
import { sendTest } from './send-test.server.ts';
import { supplyIssueMails } from './supply-mails.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-05-22T09:00:00Z');
const anHourAgo = new Date(now.getTime() - 60 * 60 * 1000);
const ADDRESSES = ['ada@example.org', 'grace@example.org', 'mary@example.org'];
let linus: Actor;
let readers: Actor[];

/** Everything that was handed to the mail server, in order. */
const sent: transport.Message[] = [];
const server = { send: async (message: transport.Message) => void sent.push(message), close: () => {} };

beforeAll(async () => {
  readers = await crowd(4);
  linus = await enter('linus', 'admin');
  setMailSource('report-issue', supplyIssueMails);
  vi.spyOn(transport, 'transport').mockReturnValue(server);
});
beforeEach(async () => {
  sent.length = 0;
  for (const table of ['reportIssue', 'mail', 'subscriber', 'verdict'] as const)
    await (db()[table] as unknown as { deleteMany: () => Promise<unknown> }).deleteMany();
  await publishAt('On <b>arguing</b> & machines', anHourAgo);
});

async function send(): Promise<string> {
  const { id, version } = (await composeNext(now))!;
  await sendIssue({ version }, { actor: linus, now });
  return id;
}

/** What the queue's workers do: one attempt at each mail that waits, or at the first few. */
async function work(most = Infinity): Promise<void> {
  const waiting = await db().mail.findMany({
    where: { state: { in: ['pending', 'sending'] } },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  await deliverMails(waiting.slice(0, most).map(({ id }) => ({ id, last: false })));
  await settle(new Date());
}

const progress = async () => {
  const { issue, sent: finished } = await findReportPanel({ actor: linus, now });
  return issue?.progress ?? finished[0]!;
};
const stateOf = async (id: string) => (await db().reportIssue.findUniqueOrThrow({ where: { id } })).state;
const recipients = () => sent.map(({ to }) => to).sort();

test('an issue goes to all confirmed subscribers, each with their own unsubscribe link', async () => {
  const ids = await subscribe(...ADDRESSES);
  await subscribePending('nobody@example.org');
  const id = await send();
  expect(await stateOf(id)).toBe('sending');
  await work();
  expect(recipients()).toEqual(ADDRESSES);
  expect(await stateOf(id)).toBe('sent');
  expect(await progress()).toMatchObject({ n: 1, recipients: 3, sent: 3, failed: 0 });

  const tokens: string[] = [];
  for (const { headers, html, text, subject } of sent) {
    const [, address] = /^<(http:\/\/[^>]+)>$/.exec(headers['List-Unsubscribe']!)!;
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    expect(text).toContain(`Unsubscribe: ${address}\n`);
    expect(html).toContain(`href="${address}"`);
    expect(html + text).not.toContain('for-each-of');
    expect(subject).toBe('The Cope Report No. 1: On <b>arguing</b> & machines');
    tokens.push((await subscriberOfToken(new URL(address!).searchParams.get('token')!))!);
  }
  expect(tokens.sort()).toEqual(ids.sort());
  expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(3);
});

test('what people and the Oracle wrote is escaped in the mail, and its lines and direction can’t be forged', async () => {
  const { slug } = await publishAt('Quoted', anHourAgo);
  await helpfulComment(
    slug,
    '<img src=x onerror=alert(1)> \u202Eevil\u202C 👩‍🔬 שלום\r\n\r\nBcc: x@example.org',
    {
      ...{ author: readers[0]!, readers: readers.slice(1), now: anHourAgo },
    },
  );
  await subscribe('ada@example.org');
  await send();
  await work();
  const [{ html, text }] = sent as [transport.Message];
  expect(html).toContain('On &lt;b>arguing&lt;/b> &amp; machines');
  expect(html).toContain('&lt;img src=x onerror=alert(1)>');
  expect(html).not.toMatch(/<img|<script/i);
  expect(html + text).not.toContain('\u202E');
  expect(html).toContain('👩‍🔬 שלום');
  expect(text).not.toMatch(/^Bcc:/m);
  for (const [, address] of html.matchAll(/href="([^"]*)"/g))
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1/);
});

test('a mail has the same content and links as text and as HTML, and no images', async () => {
  await subscribe('ada@example.org');
  await send();
  await work();
  const [{ html, text }] = sent as [transport.Message];
  const links = (all: string) => [
    ...new Set([...all.matchAll(/http:\/\/127[^\s"<]*[^\s"<.,]/g)].map(([url]) => url)),
  ];
  expect(links(text).sort()).toEqual(links(html).sort());
  expect(html).not.toContain('url(');
});

test('an issue is queued once, however often it is sent', async () => {
  await subscribe(...ADDRESSES);
  const { version } = (await composeNext(now))!;
  const outcomes = await Promise.allSettled(
    [1, 2, 3].map(() => sendIssue({ version }, { actor: linus, now })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await work();
  await work();
  expect(recipients()).toEqual(ADDRESSES);
});

test('a process killed in the middle leaves mails that are sent once by the next one', async () => {
  await subscribe(...ADDRESSES);
  const id = await send();
  await work(1);
  // Killed after the server had taken the mail and before that was stored.
  await db().mail.updateMany({ where: { state: 'sent' }, data: { state: 'sending' } });
  expect(await stateOf(id)).toBe('sending');
  await work();
  expect(await stateOf(id)).toBe('sent');
  const byReader = new Map(sent.map(({ to, messageId }) => [to, messageId]));
  expect([...byReader.keys()].sort()).toEqual(ADDRESSES);
  // The one that was sent twice is the same message.
  expect(sent.filter(({ to, messageId }) => byReader.get(to) !== messageId)).toEqual([]);
});

test('who unsubscribes before they are reached gets nothing, whether their mail waits or is being delivered', async () => {
  const [ada, grace] = await subscribe(...ADDRESSES);
  await send();
  await db().$transaction((tx) => endSubscription(ada!, { reason: 'unsubscribed', now }, tx));
  // This one's mail was claimed by a worker that then was killed, and the subscription ended without the mail's knowing.
  await db().subscriber.update({
    where: { id: grace! },
    data: { state: 'unsubscribed', email: null, confirmHash: null, endedAt: now },
  });
  await work();
  expect(recipients()).toEqual(['mary@example.org']);
  const counts = await progress();
  expect(counts).toMatchObject({ recipients: 3, sent: 1, failed: 0 });
  expect(droppedOf({ left: 0, ...counts })).toBe(2);
});

test('who subscribes while an issue is being sent gets the next one', async () => {
  await subscribe('ada@example.org');
  await send();
  await subscribe('late@example.org');
  await work();
  expect(recipients()).toEqual(['ada@example.org']);
});

test('a paused issue waits, and continues where it was', async () => {
  await subscribe(...ADDRESSES);
  const id = await send();
  await work(1);
  await pauseSending({ actor: linus });
  await work();
  expect(sent).toHaveLength(1);
  expect(await stateOf(id)).toBe('paused');
  expect(await progress()).toEqual({ recipients: 3, sent: 1, failed: 0, left: 2 });
  await expect(pauseSending({ actor: linus })).rejects.toMatchObject({ code: 'issue-not-found' });
  await resumeSending({ actor: linus });
  await work();
  expect(recipients()).toEqual(ADDRESSES);
  expect(await stateOf(id)).toBe('sent');
});

test('what is removed while an issue is paused is not in the mails that are left', async () => {
  const other = await publishAt('Here today', anHourAgo);
  await subscribe('ada@example.org', 'grace@example.org');
  await send();
  await work(1);
  await pauseSending({ actor: linus });
  await db().verdict.update({ where: { id: other.id }, data: { state: 'unpublished' } });
  await resumeSending({ actor: linus });
  await work();
  expect(sent.map(({ text }) => text.includes('Here today'))).toEqual([true, false]);
});

test('the text of the mail is forgotten once everyone has it; a failed one can still be tried again', async () => {
  const ids = await subscribe('ada@example.org', 'grace@example.org');
  const id = await send();
  await db().mail.updateMany({ where: { reportMail: { subscriberId: ids[1]! } }, data: { state: 'failed' } });
  await work();
  expect(await progress()).toMatchObject({ recipients: 2, sent: 1, failed: 1 });
  expect(await db().reportIssue.findUnique({ where: { id } })).toMatchObject({ html: null, text: null });
  await db().mail.updateMany({ where: { state: 'failed' }, data: { state: 'pending' } });
  await work();
  expect(recipients()).toEqual(['ada@example.org', 'grace@example.org']);
  expect(sent[1]!.text.replace(/token=\S+/, '')).toBe(sent[0]!.text.replace(/token=\S+/, ''));
});

test('a batch of mails is supplied with one query', async () => {
  await subscribe(...ADDRESSES);
  await send();
  const mails = await db().mail.findMany({ select: { id: true } });
  const ids = mails.map(({ id }) => id);
  await supplyIssueMails(ids);
  const { result, queries } = await queriesOf(() => supplyIssueMails(ids));
  expect(result.size).toBe(3);
  expect(queries).toHaveLength(1);
});

test('the mail is fixed when sending starts, and the archive leaves out what is gone since', async () => {
  const other = await publishAt('Here today', anHourAgo);
  await subscribe('ada@example.org');
  await send();
  await db().verdict.update({ where: { id: other.id }, data: { state: 'unpublished' } });
  await work();
  expect(sent[0]!.text).toContain('Here today');
  expect(JSON.stringify(await findIssue(1))).not.toContain('Here today');
  expect((await listIssues()).items).toEqual([
    { n: 1, date: now.toISOString(), titles: ['On <b>arguing</b> & machines'] },
  ]);
});

test('an issue without subscribers goes to the archive', async () => {
  const id = await send();
  expect(await stateOf(id)).toBe('sent');
  expect((await findIssue(1)).n).toBe(1);
});

test('a draft is not in the archive, and one of which everything is left out is not sent', async () => {
  const { version, content } = (await composeNext(now))!;
  await expect(findIssue(1)).rejects.toMatchObject({ code: 'issue-not-found' });
  await leaveOut({ version, key: content.sections[0]!.items[0]!.key, out: true }, { actor: linus });
  const by = { actor: linus, now };
  await expect(sendIssue({ version: version + 1 }, by)).rejects.toMatchObject({ code: 'issue-empty' });
  await expect(sendIssue({ version }, by)).rejects.toMatchObject({ code: 'issue-changed' });
  expect((await readUnfinished())!.state).toBe('draft');
});

test('nothing is sent from here while beehiiv sends the issues', async () => {
  await subscribe('ada@example.org');
  const { version } = (await composeNext(now))!;
  const elsewhere = vi.spyOn(beehiiv, 'issuesGoElsewhere').mockReturnValue(true);
  for (const act of [() => sendIssue({ version }, { actor: linus, now }), () => startNext(now)])
    await expect(act()).rejects.toMatchObject({ code: 'issues-elsewhere' });
  expect((await findReportPanel({ actor: linus, now })).elsewhere).toBe(true);
  elsewhere.mockRestore();
  expect((await readUnfinished())!.state).toBe('draft');
  expect(await db().mail.count()).toBe(0);
});

test('a test goes only to the admin’s own confirmed address', async () => {
  await subscribe('ada@example.org');
  await composeNext(now);
  await expect(sendTest({ actor: linus, now })).rejects.toMatchObject({ code: 'own-address-needed' });
  await db().user.update({
    where: { id: linus.id },
    data: { email: 'linus@example.org', emailConfirmedAt: now },
  });
  expect(await sendTest({ actor: linus, now })).toBe('linus@example.org');
  await work();
  expect(sent.map(({ to, subject }) => [to, subject])).toEqual([
    ['linus@example.org', 'Test: The Cope Report No. 1: On <b>arguing</b> & machines'],
  ]);
  await expect(sendTest({ actor: readers[0]!, now })).rejects.toMatchObject({ code: 'forbidden' });
});

test('only admins send, pause and resume', async () => {
  const { version } = (await composeNext(now))!;
  for (const [actor, code] of [
    [null, 'sign-in-first'],
    [readers[0]!, 'forbidden'],
  ] as const)
    for (const act of [
      () => sendIssue({ version }, { actor, now }),
      () => pauseSending({ actor }),
      () => resumeSending({ actor }),
    ])
      await expect(act()).rejects.toMatchObject({ code });
});
