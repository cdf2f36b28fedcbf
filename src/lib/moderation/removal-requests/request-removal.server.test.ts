import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { findCase } from '#lib/moderation/cases/find-case.server.ts';
import { decideCase } from '#lib/moderation/decisions/decide-case.server.ts';
import { undoDecision } from '#lib/moderation/decisions/undo-decision.server.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { listQueue } from '#lib/moderation/queue/list-queue.server.ts';
import { queueQuery } from '#lib/moderation/moderation-input.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { removeOldRequests, sendAnswers } from './answer-requests.server.ts';
import { removalRequestInput } from './removal-request-input.ts';
import { requestRemoval } from './request-removal.server.ts';

await freshDatabase();

let now = new Date('2026-06-22T09:00:00Z');
let mallory: Actor;
let mary: Actor;
let linus: Actor;
let slug: string;
let id: string;
let serial = 0;

beforeAll(async () => {
  [mary, linus] = [await enter('mary', 'moderator'), await enter('linus', 'admin')];
});
beforeEach(async () => {
  now = new Date(now.getTime() + 60 * 60 * 1000);
  mallory = await enter(`mallory-${++serial}`);
  ({ slug } = await publish(`On being named, part ${serial}`));
  id = (await postComment(slug, { body: 'Vera lives at 3 Mill Lane.' }, { actor: mallory, now })).comment.id;
});

const later = (ms: number) => new Date(now.getTime() + ms);
const request = (more: object = {}, address = `192.0.2.${serial}`) =>
  requestRemoval(
    removalRequestInput.parse({
      ...{ comment: id, email: `vera-${serial}@example.org`, reason: 'private_data' },
      ...{ text: 'That is my home.', ...more },
    }),
    { address, now },
  );
const open = () => db().case.findFirst({ where: { commentId: id, state: 'open' } });
const mails = async () =>
  db().mail.findMany({
    where: { to: { startsWith: `vera-${serial}@` } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { kind: true, subject: true, text: true, held: true },
  });
const requests = () => db().removalRequest.findMany({ where: { commentId: id }, orderBy: { id: 'asc' } });

async function decide(kind: 'remove' | 'keep', actor = mary, at = now) {
  const { id: caseId } = (await open())!;
  const { version } = await findComment(id, { actor: mary, now });
  const reason = kind === 'remove' ? ('private_data' as const) : undefined;
  const input = { kind, reason, version, nonce: randomUUID(), replies: false, where: 'branch' as const };
  return decideCase(caseId, input, { actor, now: at });
}

test('a request is a case of its own kind, heavier than a reader’s report, whose text moderators see and whose address only admins', async () => {
  await request({ comment: `https://copecheck.example/v/${slug}#c-${id}` });
  const found = (await open())!;
  expect(found).toMatchObject({ requestCount: 1, reportCount: 0, weight: 3 });
  const query = queueQuery.parse({ filter: 'requests' });
  const { items, counts } = await listQueue(query, { actor: mary, now });
  expect(items).toMatchObject([{ id: found.id, kind: 'request', requestCount: 1 }]);
  expect(counts).toMatchObject({ requests: 1, reports: 0 });
  expect((await findCase(found.id, { actor: mary, now })).requests).toMatchObject([
    { reason: 'private_data', text: 'That is my home.', email: null, state: 'open', version: 1 },
  ]);
  expect((await findCase(found.id, { actor: linus, now })).requests).toMatchObject([
    { email: `vera-${serial}@example.org` },
  ]);
  expect((await checkEverything()).differences).toEqual([]);
  await decide('remove');
});

test('its receipt has nothing of what was typed, and a repeated request sends no other', async () => {
  await request({ text: 'Buy at spam.example!' });
  await request({ text: 'Other words.', email: `Vera-${serial}@example.org` });
  expect(await requests()).toMatchObject([{ text: 'Buy at spam.example!' }]);
  const [mail, ...more] = await mails();
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ kind: 'removal-received', held: false });
  expect(mail!.text).not.toContain('spam.example');
  expect(mail!.text).toContain(`#c-${id}`);
});

test('an underscore in an address is no other character: that person’s request is kept too', async () => {
  await request();
  await request({ email: `vera_${serial}@example.org` });
  expect(await requests()).toHaveLength(2);
});

test('the decision answers everyone who asked, in its transaction, once it can’t be undone', async () => {
  await request();
  await request({ email: `vera-${serial}@two.example` });
  await decide('remove');
  expect(await requests()).toMatchObject([{ state: 'removed' }, { state: 'removed' }]);
  const answers = (await mails()).filter(({ kind }) => kind === 'removal-decided');
  expect(answers).toMatchObject([
    { subject: 'The comment is removed', held: true },
    { subject: 'The comment is removed', held: true },
  ]);
  await sendAnswers(later(10_000));
  expect((await mails()).filter(({ held }) => held)).toHaveLength(2);
  await sendAnswers(later(16_000));
  expect((await mails()).filter(({ held }) => held)).toHaveLength(0);
  // The author gets a notice and can appeal, as after any other removal; the log has no word of the request.
  expect(await db().notice.findMany({ where: { commentId: id } })).toMatchObject([{ kind: 'removed' }]);
  const log = await db().ledgerEntry.findMany({ orderBy: { no: 'desc' }, take: 1 });
  expect(log).toMatchObject([{ kind: 'remove', reason: 'private_data', place: `/v/${slug}#c-${id}` }]);
  expect(JSON.stringify(log, (_, value: unknown) => String(value))).not.toContain('vera');
  expect((await checkEverything()).differences).toEqual([]);
});

test('a kept comment is answered so, and can be asked about again', async () => {
  await request();
  await decide('keep');
  expect(await requests()).toMatchObject([{ state: 'kept' }]);
  expect((await mails()).at(-1)).toMatchObject({ subject: 'The comment stays' });
  await request();
  expect((await requests()).map(({ state }) => state)).toEqual(['kept', 'open']);
  await decide('keep');
});

test('an undone decision drops its answers and reopens the requests', async () => {
  await request();
  const { id: decision } = await decide('remove');
  await undoDecision({ decision, nonce: randomUUID() }, { actor: mary, now: later(3_000) });
  expect(await requests()).toMatchObject([{ state: 'open', closedAt: null, answerId: null }]);
  expect(await mails()).toMatchObject([{ kind: 'removal-received' }]);
  expect(await open()).toMatchObject({ requestCount: 1, weight: 3 });
  expect((await checkEverything()).differences).toEqual([]);
  await decide('keep', mary, later(4_000));
});

test('a comment that was edited or withdrawn in the meantime stays a case', async () => {
  await request();
  await editComment(id, { body: 'Vera lives there.', version: 1 }, { actor: mallory, now });
  const { requests: listed } = await findCase((await open())!.id, { actor: mary, now });
  expect(listed).toMatchObject([{ version: 1 }]);
  await withdrawComment(id, { actor: mallory, now });
  expect(await open()).toMatchObject({ requestCount: 1 });
  const input = { kind: 'keep' as const, reason: undefined, version: 2, nonce: randomUUID() };
  await decideCase(
    (await open())!.id,
    { ...input, replies: false, where: 'branch' },
    { actor: mary, now: later(1) },
  );
  // Readers no longer see it.
  expect((await mails()).at(-1)).toMatchObject({ subject: 'The comment is removed' });
});

test('requests hide nothing automatically, however many there are', async () => {
  for (let n = 0; n < 12; n++)
    await request({ email: `vera-${serial}@host-${n}.example` }, `198.51.100.${n}`);
  expect((await findComment(id, { actor: null, now })).status).toBe('visible');
  expect(await open()).toMatchObject({ requestCount: 12, weight: 3 });
  await decide('keep');
});

test('a comment that readers don’t see is an error at the field, whatever the reason they don’t', async () => {
  await request();
  await decide('remove');
  const ada = await enter('ada');
  const { comment: gone } = await postComment(slug, { body: 'Another.' }, { actor: ada, now });
  await withdrawComment(gone.id, { actor: ada, now });
  for (const comment of [id, gone.id, randomUUID()])
    await expect(request({ comment })).rejects.toMatchObject({
      code: 'comment-not-shown',
      status: 422,
      details: { field: 'comment' },
    });
});

test('requests are limited by network and by mailbox', async () => {
  const each = (n: number, more: object) => request({ email: `vera-${serial}@n${n}.example`, ...more });
  for (let n = 0; n < 5; n++) await each(n, {});
  await expect(each(6, {})).rejects.toMatchObject({ code: 'rate-limited' });
  const tagged = (n: number) => request({ email: `vera-${serial}+${n}@tag.example` }, `203.0.113.${n}`);
  for (let n = 0; n < 3; n++) await tagged(n);
  await expect(tagged(3)).rejects.toMatchObject({ code: 'rate-limited' });
  await decide('keep');
});

test('a request is deleted thirty days after its decision', async () => {
  await request();
  await decide('keep');
  await removeOldRequests(later(29 * 24 * 3_600_000));
  expect(await requests()).toHaveLength(1);
  await removeOldRequests(later(31 * 24 * 3_600_000));
  expect(await requests()).toEqual([]);
});
