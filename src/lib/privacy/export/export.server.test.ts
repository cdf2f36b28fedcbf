import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { openSession } from '#lib/accounts/session.server.ts';
import { db } from '#lib/db/client.server.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { sendFeedback } from '#lib/feedback/send-feedback.server.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { decideOn } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { buildExport } from './build-export.server.ts';
import type { ExportFormat } from './export.ts';
import { insertPart } from './export.store.server.ts';
import { openExport } from './read-export.server.ts';
import { removeOldExports } from './remove-old-exports.server.ts';
import { findExport, requestExport } from './request-export.server.ts';
import { SECTIONS } from './sections.store.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-06-22T09:00:00Z');
const days = (n: number) => new Date(now.getTime() + n * 24 * 3600_000);
/** Comments beyond one page of the export. */
const MANY = 450;
const WRITTEN = '<b>Bold</b> & "quoted"';
let ada: Actor, mary: Actor, linus: Actor;

beforeAll(async () => {
  ada = await enter('ada');
  mary = await enter('mary', 'moderator');
  linus = await enter('linus', 'admin');
  await db().user.update({
    where: { id: ada.id },
    data: { email: 'ada@example.org', emailConfirmedAt: now, bio: 'I read papers.' },
  });
  await openSession({ get: () => undefined, set: () => {} }, ada.id);
  const verdict = await publish();
  const post = async (actor: Actor, body: string) =>
    (await postComment(verdict.slug, { body, nonce: randomUUID() }, { actor, now })).comment;
  const own = await post(ada, WRITTEN);
  await editComment(own.id, { body: `${WRITTEN}, edited`, version: 1 }, { actor: ada, now });
  await post(mary, 'Not hers.');
  await castVote(verdict.claims[0]!.id, 'agree', { actor: ada, now });
  await sendFeedback({ kind: 'idea', message: 'More papers.' }, ada, '192.0.2.1');
  await reportComment(
    own.id,
    { reason: 'other', note: 'Reporter’s words' },
    { actor: linus, now, address: '192.0.2.1' },
  );
  const { id } = await db().case.findFirstOrThrow({ where: { commentId: own.id } });
  await decideOn(id, { kind: 'remove', version: 2, note: 'Dear Ada.' }, { actor: mary, now });
  // To an address that isn't hers, though someone with her name may have entered it.
  for (const to of ['ada@example.org', 'other@example.org'])
    await db().mail.create({ data: { kind: 'test', to, subject: `To ${to}`, messageId: randomUUID() } });
  const { authorId, verdictId } = await db().comment.findUniqueOrThrow({ where: { id: own.id } });
  await db().comment.createMany({
    data: Array.from({ length: MANY }, (_, n) => ({
      ...{ authorId, verdictId, depth: 0, html: '', renderer: 0, seq: 1 },
      ...{ path: `e${n.toString().padStart(7, '0')}`, body: `Comment ${n}.` },
      // Many at one moment: the order needs the id, too.
      createdAt: new Date(now.getTime() - 1000 * Math.floor(n / 300)),
    })),
  });
});

async function fileOf(actor: Actor, format: ExportFormat): Promise<string> {
  return new Response(await openExport(actor, format)).text();
}

test('an export has everything about its reader, each row once, and no secrets', async () => {
  expect(await findExport(ada)).toEqual({ state: 'none' });
  expect(await requestExport(ada, now)).toEqual({ state: 'building' });
  await expect(openExport(ada, 'json')).rejects.toMatchObject({ code: 'not-found' });
  await buildExport(ada.id, now);
  expect(await findExport(ada)).toMatchObject({ state: 'ready', expiresAt: days(7).toISOString() });
  const text = await fileOf(ada, 'json');
  const data = JSON.parse(text) as Record<string, Record<string, unknown>[]>;
  expect(Object.keys(data).slice(2)).toEqual(SECTIONS.map(({ name }) => name));
  expect(data['account']).toMatchObject([
    { name: 'ada', emailAddress: 'ada@example.org', bio: 'I read papers.' },
  ]);
  expect(new Set(data['comments']!.map(({ id }) => id)).size).toBe(MANY + 1);
  expect(data['comments']).toHaveLength(MANY + 1);
  expect(data['comments']!.find(({ status }) => status === 'removed')).toMatchObject({
    text: `${WRITTEN}, edited`,
    earlierVersions: [{ text: WRITTEN }],
  });
  for (const [name, row] of Object.entries({
    ...{ sessions: {}, votes: { stance: 'agree' }, feedback: { message: 'More papers.' } },
    ...{
      decisions: { note: 'Dear Ada.' },
      notices: { kind: 'removed' },
      emails: { subject: 'To ada@example.org' },
    },
  }))
    expect([name, data[name]]).toMatchObject([name, [row]]);

  const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: ada.id } });
  const [session] = await db().session.findMany({ where: { userId: ada.id } });
  for (const secret of [
    passwordHash,
    session!.id,
    'Reporter’s words',
    'linus',
    'mary',
    'Not hers.',
    'other@',
  ])
    expect(text).not.toContain(secret);
});

test('the page to read has the same texts, escaped', async () => {
  const page = await fileOf(ada, 'html');
  expect(page).toContain('&lt;b&gt;Bold&lt;/b&gt; &amp; &quot;quoted&quot;, edited');
  expect(page).not.toContain('<b>Bold');
  expect(page).toContain('Comment 449.');
  expect(page).not.toMatch(/<script|https?:\/\/(?!127|localhost)/);
});

test('only its reader gets it, for seven days', async () => {
  await expect(openExport(mary, 'json')).rejects.toMatchObject({ code: 'not-found' });
  await removeOldExports(days(6.9));
  expect(await findExport(ada)).toMatchObject({ state: 'ready' });
  await removeOldExports(days(7.1));
  expect(await findExport(ada)).toEqual({ state: 'none' });
  expect(await db().dataExportPart.count()).toBe(0);
});

test('a build that was killed is done again, and its pieces go', async () => {
  await requestExport(ada, now);
  const killed = { userId: ada.id, buildId: randomUUID(), format: 'json' as const };
  await insertPart({ ...killed, n: 0, data: new Uint8Array([1, 2, 3]) });
  await Promise.all([buildExport(ada.id, now), buildExport(ada.id, now)]);
  expect(JSON.parse(await fileOf(ada, 'json'))).toMatchObject({ account: [{ name: 'ada' }] });
  expect(new Set((await db().dataExportPart.findMany()).map(({ buildId }) => buildId)).size).toBe(1);
});

test('while one is built, asking again changes nothing', async () => {
  await requestExport(ada, now);
  await requestExport(ada, days(1));
  expect(await db().dataExport.findMany()).toMatchObject([{ requestedAt: now }]);
});
