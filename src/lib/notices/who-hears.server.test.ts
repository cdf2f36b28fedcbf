import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { linkedNames } from '#lib/discussion/reading/link-mentions.ts';
import { blockPerson } from '#lib/follows/block-person.server.ts';
import { setFollow } from '#lib/follows/set-follow.server.ts';
import { decideAppeal } from '#lib/moderation/appeals/decide-appeal.server.ts';
import { fileAppeal } from '#lib/moderation/appeals/file-appeal.server.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';
import { restrictAccount } from '#lib/moderation/restrictions/restrict-account.server.ts';
import { addWord } from '#lib/words/add-word.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { decideOn } from '../../../tests/support/moderation.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { changeDelivery, stopMail } from './delivery/change-delivery.server.ts';
import type { MailSchedule } from './delivery/delivery-settings.ts';
import { listMailed, listPushed } from './delivery/list-deliverable.server.ts';
import { mailTimeOf } from './delivery/mail-time.ts';
import { planDelivery } from './delivery/plan-delivery.server.ts';
import { queueNoticeMails } from './delivery/queue-notice-mails.server.ts';
import { listNotices, unreadOf } from './list-notices.server.ts';
import { notifyWaitingFollowers } from './notify-followers.server.ts';
import { NOTICE_KINDS, type NoticeKind } from './notice.ts';

await freshDatabase({ limits: 'off' });

/**
 * Who hears about a comment. `reader`: what the reader set, and whether the comment replies to theirs (reply) or names
 * them (mention). A cell: the kind of the reader's notice; '-': none.
 *
 * pending: held for a moderator. let in: by a moderator, later. posted: public at once. edited: the same mention again
 * in another text. removed: by a moderator, after the notice.
 */
const WHO_HEARS = `
  reader                                    | pending | let in         | posted         | edited         | removed
  nothing                                   | -       | -              | -              | -              | -
  mention                                   | -       | mention        | mention        | mention        | -
  reply                                     | -       | reply          | reply          | reply          | -
  reply mention                             | -       | mention        | mention        | mention        | -
  follow verdict                            | -       | new_in_verdict | new_in_verdict | new_in_verdict | -
  follow branch                             | -       | new_in_branch  | new_in_branch  | new_in_branch  | -
  follow person                             | -       | new_by_person  | new_by_person  | new_by_person  | -
  follow person, follow verdict             | -       | new_in_verdict | new_in_verdict | new_in_verdict | -
  follow verdict, follow branch             | -       | new_in_branch  | new_in_branch  | new_in_branch  | -
  follow verdict, reply                     | -       | reply          | reply          | reply          | -
  follow branch, mention                    | -       | mention        | mention        | mention        | -
  mute verdict, reply                       | -       | -              | -              | -              | -
  mute branch, reply                        | -       | -              | -              | -              | -
  mute branch, reply mention                | -       | mention        | mention        | mention        | -
  mute verdict, mention                     | -       | mention        | mention        | mention        | -
  follow verdict, mute branch               | -       | -              | -              | -              | -
  follow person, mute verdict               | -       | -              | -              | -              | -
  mute verdict, follow branch               | -       | new_in_branch  | new_in_branch  | new_in_branch  | -
  mute verdict, follow branch, reply        | -       | reply          | reply          | reply          | -
  mute person, reply                        | -       | -              | -              | -              | -
  mute person, mention                      | -       | -              | -              | -              | -
  mute person, follow verdict               | -       | -              | -              | -              | -
  mute person, follow branch                | -       | -              | -              | -              | -
  block person, reply                       | -       | -              | -              | -              | -
  block person, mention                     | -       | -              | -              | -              | -
  block person, follow verdict              | -       | -              | -              | -              | -
  block person, follow branch               | -       | -              | -              | -              | -
  block person, follow branch, reply mention | -      | -              | -              | -              | -
`;
const [columns, ...rows] = WHO_HEARS.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

let now = new Date('2026-05-22T09:00:00Z');
const later = () => (now = new Date(now.getTime() + 3_600_000));
let ada: Actor;
let mary: Actor;
let linus: Actor;
let part = 0;
beforeAll(async () => {
  ada = await enter('ada');
  mary = await enter('mary', 'moderator');
  linus = await enter('linus', 'admin');
  await addWord({ text: 'hold-me', kind: 'word', action: 'hold', note: null }, { actor: linus, now });
});

/** A verdict with a branch of ada's, in which the reader has a comment too. */
async function scene(settings: string) {
  const reader = await enter(`reader-${++part}`);
  // Removals lower an author's trust, so each scene has its own.
  const writer = await enter(`writer-${part}`);
  const verdict = await publish(`On who hears, part ${part}`);
  const post = async (body: string, actor: Actor, parentId?: string) =>
    (await postComment(verdict.slug, { body, parentId, nonce: randomUUID() }, { actor, now: later() }))
      .comment;
  const branch = await post('A branch.', ada);
  const own = await post('The reader was here.', reader, branch.id);
  const targets = { verdict: verdict.slug, branch: branch.id, person: writer.username };
  for (const [, level, kind] of settings.matchAll(/(follow|mute) (verdict|branch|person)/g))
    await setFollow(
      { kind: kind as 'branch', target: targets[kind as 'branch'], level: level as 'mute' },
      reader,
    );
  if (settings.includes('block')) await blockPerson({ target: writer.username, blocked: true }, reader);
  await db().notice.deleteMany();
  const name = settings.includes('mention') ? `@${reader.username}` : 'nobody';
  const parentId = settings.includes('reply') ? own.id : branch.id;
  /** What the writer posts about the reader. */
  const write = (words: string) => post(`${words} for ${name}.`, writer, parentId);
  return { reader, writer, branch, own, write, name, post };
}

/** The kinds of the reader's notices, as a cell of the table. The number of unread ones agrees. */
async function cell(reader: Actor): Promise<string> {
  await notifyWaitingFollowers();
  const { items } = await listNotices({ limit: 30 }, reader);
  expect(await unreadOf(reader)).toBe(items.filter(({ read }) => !read).length);
  return items.map(({ kind }) => kind).join() || '-';
}

const openCase = (commentId: string) =>
  db().case.findFirstOrThrow({ where: { commentId, state: 'open' }, select: { id: true } });

async function letIn(commentId: string): Promise<void> {
  const { id } = await openCase(commentId);
  await decideOn(id, { kind: 'let_in' }, { actor: mary, now: later() });
}

async function remove(commentId: string, version: number): Promise<void> {
  const report = { reason: 'personal_attack' as const };
  await reportComment(commentId, report, { actor: linus, now: later(), address: '192.0.2.1' });
  const { id } = await openCase(commentId);
  await decideOn(id, { kind: 'remove', version }, { actor: mary, now: later() });
}

describe('a comment that the reader sees, by what they set and how it addresses them', () => {
  expect(columns).toEqual(['reader', 'pending', 'let in', 'posted', 'edited', 'removed']);

  test.each(rows)('%s', async (settings, ...cells) => {
    const { reader, writer, write, name } = await scene(settings);
    const held = await write('hold-me');
    const found = [await cell(reader)];
    await letIn(held.id);
    found.push(await cell(reader));
    await db().notice.deleteMany();
    const shown = await write('Shown');
    found.push(await cell(reader));
    const body = `Shown and edited for ${name}, ${name} and ${name}.`;
    await editComment(shown.id, { body, version: 1 }, { actor: writer, now: later() });
    found.push(await cell(reader));
    await remove(shown.id, 2);
    found.push(await cell(reader));
    expect(found).toEqual(cells);
    expect(cells.filter((kind) => kind !== '-' && !NOTICE_KINDS.includes(kind as NoticeKind))).toEqual([]);
  });
});

/**
 * How a notice arrives outside the site. `setting`: of every group. A cell: when it is emailed, and whether it is pushed;
 * '-': neither; empty: not another case. `unconfirmed`: the account's address isn't confirmed. The last three columns: a mention that is
 * removed or read before it is delivered, or emails about mentions that are stopped before.
 */
const HOW_IT_ARRIVES = `
  setting            | mention      | reply        | follow       | decision          | removed | read | stopped
  defaults           | daily, push  | daily, push  | push         | immediately, push | -       | -    | push
  immediately        | immediately  | immediately  | immediately  | immediately       |         |      |
  weekly, push       | weekly, push | weekly, push | weekly, push | weekly, push      |         |      |
  never              | -            | -            | -            | -                 |         |      |
  daily, unconfirmed | -            | -            | -            | -                 |         |      |
`;
const [arrivalColumns, ...arrivals] = HOW_IT_ARRIVES.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('a notice outside the site, by its kind and what the reader chose', () => {
  expect(arrivalColumns!.slice(1)).toEqual([
    ...['mention', 'reply', 'follow', 'decision', 'removed', 'read', 'stopped'],
  ]);

  /** An address, and a browser with push. */
  async function reach({ id }: Actor, setting: string): Promise<void> {
    const confirmed = setting.includes('unconfirmed') ? null : now;
    const address = { email: `${id}@example.org`, emailConfirmedAt: confirmed };
    await db().user.update({ where: { id }, data: address });
    const session = { id: randomBytes(32).toString('hex'), userId: id, expiresAt: new Date('2099-01-01') };
    await db().session.create({ data: session });
    const browser = { endpoint: `https://push.example/${id}`, p256dh: 'x', auth: 'y' };
    await db().pushSubscription.create({ data: { ...browser, userId: id, sessionId: session.id } });
    if (setting === 'defaults') return;
    const [mail] = setting.split(',') as [MailSchedule];
    const push = setting.includes('push');
    await changeDelivery(
      {
        mail: { reply: mail, mention: mail, follow: mail, moderation: mail },
        push: { reply: push, mention: push, follow: push, moderation: push },
        timeZone: 'UTC',
      },
      { actor: { ...ada, id }, now },
    );
  }

  /** Delivers everything, after `meanwhile`. @returns the cell */
  async function arrival(meanwhile: () => Promise<unknown>): Promise<string> {
    await notifyWaitingFollowers(now);
    await planDelivery(now);
    const [notice] = await db().notice.findMany();
    const schedule = (['immediately', 'daily', 'weekly'] as const).find(
      (each) => mailTimeOf(each, notice!.createdAt, 'UTC')!.getTime() === notice!.mailAt?.getTime(),
    );
    const mailAt = notice!.mailAt ?? now;
    await queueNoticeMails(new Date(mailAt.getTime() - 3 * 60_000));
    expect(await db().mail.count()).toBe(0);
    await queueNoticeMails(mailAt);
    await meanwhile();
    const mails = (await db().mail.findMany()).map(({ id }) => id);
    const pushes = (await db().pushMessage.findMany()).map(({ noticeId }) => noticeId!);
    const mailed = (await listMailed(mails)).size > 0;
    const pushed = (await listPushed(pushes)).size > 0;
    return [...(mailed ? [schedule] : []), ...(pushed ? ['push'] : [])].join(', ') || '-';
  }

  test.each(arrivals)('%s', async (setting, ...cells) => {
    const found: string[] = [];
    for (const [i, column] of arrivalColumns!.slice(1).entries()) {
      if (cells[i] === '') continue;
      // A Tuesday, later than the one before: the next morning isn't the next Monday.
      now = new Date(Date.UTC(2027, 0, 5 + 7 * part, 9));
      await db().mail.deleteMany();
      const how = ['reply', 'follow', 'decision'].includes(column) ? column : 'mention';
      const { reader, own, write } = await scene(how === 'follow' ? 'follow branch' : how);
      await reach(reader, setting);
      let comment = own;
      if (how === 'decision') await remove(own.id, 1);
      else comment = await write('Shown');
      await db().notice.deleteMany({ where: { userId: { not: reader.id } } });
      found.push(
        await arrival(async () => {
          if (column === 'removed') await remove(comment.id, 1);
          if (column === 'read') await db().notice.updateMany({ data: { readAt: now } });
          if (column === 'stopped') await stopMail(reader.id, ['mention'], now);
        }),
      );
    }
    expect(found).toEqual(cells.filter((each) => each !== ''));
  });
});

test('an edit that adds a mention sends one, in place of a weaker notice, and only the first time', async () => {
  const { reader, writer, write } = await scene('follow branch');
  const comment = await write('Shown');
  expect(await cell(reader)).toBe('new_in_branch');
  const [weaker] = await db().notice.findMany({ where: { userId: reader.id } });
  await db().notice.updateMany({ data: { readAt: now, planned: true, mailAt: now } });
  const edit = (body: string, version: number) =>
    editComment(comment.id, { body, version }, { actor: writer, now: later() });
  await edit(`Now @${reader.username} too.`, 1);
  expect([await cell(reader), await unreadOf(reader)]).toEqual(['mention', 1]);
  const [mention] = await db().notice.findMany({ where: { userId: reader.id } });
  // In the place of a new notice, and emailed and pushed like one.
  expect(mention).toMatchObject({ planned: false, mailAt: null, createdAt: now });
  expect(mention!.id).not.toBe(weaker!.id);
  await db().notice.updateMany({ data: { readAt: now } });
  await edit('Without the name.', 2);
  await edit(`And @${reader.username} again.`, 3);
  expect([await cell(reader), await unreadOf(reader)]).toEqual(['mention', 0]);
});

test('five people hear of a comment at most, in all its texts together; the others stay plain text', async () => {
  const { writer, post, branch } = await scene('nothing');
  const people: Actor[] = [];
  for (let n = 0; n < 7; n++) people.push(await enter(`crowd-${n}`));
  const names = people.map(({ username }) => `@${username}`);
  const comment = await post(
    `@${writer.username} @nobody-here ${names.slice(0, 3).join(' ')}`,
    writer,
    branch.id,
  );
  const body = [...names].reverse().join(', ');
  await editComment(comment.id, { body, version: 1 }, { actor: writer, now: later() });
  const heard = await Promise.all(people.map(unreadOf));
  expect(heard).toEqual([1, 1, 1, 0, 0, 1, 1]);
  const { html } = await findComment(comment.id, { actor: null, now });
  expect(html!.match(/class="mention"/g)).toHaveLength(5);
  expect(html).not.toContain('@nobody-here</a>');
  // Only the links to people who are stored can be found when an account is erased.
  const stored = await db().mention.findMany({ where: { commentId: comment.id }, select: { user: true } });
  expect(linkedNames(html!).sort()).toEqual(stored.map(({ user }) => user.username!).sort());
});

test('followers hear of a comment when it is let in, not when it was written', async () => {
  const { reader, write } = await scene('follow branch');
  const comment = await write('hold-me');
  await letIn(comment.id);
  await notifyWaitingFollowers(later());
  const [notice] = await db().notice.findMany({ where: { userId: reader.id } });
  expect(notice).toMatchObject({ kind: 'new_in_branch', createdAt: now });
});

test('who would have heard of a comment while it was hidden hears when it is kept, restored or back after an appeal', async () => {
  const { reader, writer, write, branch } = await scene('nothing');
  const follower = await enter(`follower-${part}`);
  await setFollow({ kind: 'branch', target: branch.id, level: 'follow' }, follower);
  const heard = async () => [await cell(reader), await cell(follower)];
  for (const way of ['keep', 'restore', 'overturn'] as const) {
    const comment = await write('Shown without the name');
    await db().mention.deleteMany();
    await db().notice.deleteMany();
    const body = `hold-me for @${reader.username}.`;
    await editComment(comment.id, { body, version: 1 }, { actor: writer, now: later() });
    expect(await heard(), way).toEqual(['-', '-']);
    const { id } = await openCase(comment.id);
    const decide = (kind: 'keep' | 'remove' | 'restore') =>
      decideOn(id, { kind, version: 2 }, { actor: mary, now: later() });
    await decide(way === 'keep' ? 'keep' : 'remove');
    if (way === 'restore') await decide('restore');
    if (way === 'overturn') await overturn(comment.id, writer);
    expect(await heard(), way).toEqual(['mention', 'new_in_branch']);
    await db().notice.deleteMany();
  }
});

/** The author appeals against the removal, and an admin agrees. */
async function overturn(commentId: string, author: Actor): Promise<void> {
  const decision = await db().decision.findFirstOrThrow({ where: { commentId, kind: 'remove' } });
  const appeal = { decision: decision.id, text: 'It should stand.' };
  await fileAppeal(appeal, { actor: author, now: later() });
  const { caseId } = await db().appeal.findFirstOrThrow({ where: { decisionId: decision.id } });
  const input = { outcome: 'overturned' as const, nonce: randomUUID() };
  await decideAppeal(caseId, input, { actor: linus, now: later() });
}

test('restricted and leaving accounts, and oneself, get no notice of a mention', async () => {
  const { writer, post, branch } = await scene('nothing');
  await enter('barred');
  const leaving = await enter('leaving');
  await db().user.update({ where: { id: leaving.id }, data: { eraseAt: new Date(now.getTime() + 1e9) } });
  await restrictAccount(
    'barred',
    { scope: 'everything', term: 'week', reason: 'spam', note: '', nonce: randomUUID() },
    { actor: mary, now },
  );
  const comment = await post(`@barred @leaving @${writer.username} @ada`, writer, branch.id);
  const users = await db().notice.findMany({ where: { commentId: comment.id } });
  expect(users.map(({ userId, kind }) => [userId, kind])).toEqual([[ada.id, 'mention']]);
});

test('a block deletes the notices that the person caused, and leaves those of moderators', async () => {
  const { reader, writer, write, own } = await scene('reply');
  await write('Shown');
  expect(await cell(reader)).toBe('reply');
  await blockPerson({ target: writer.username, blocked: true }, reader);
  expect(await cell(reader)).toBe('-');
  await blockPerson({ target: mary.username, blocked: true }, reader);
  await remove(own.id, 1);
  expect(await cell(reader)).toBe('removed');
});
