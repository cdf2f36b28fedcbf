import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { noticeText } from '#lib/moderation/notices/notice-text.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { createNotices } from './create-notices.server.ts';
import { listNotices, unreadOf } from './list-notices.server.ts';
import { markNotices } from './mark-notices.server.ts';
import { markRead, unreadOn } from './mark-read.server.ts';
import { mergeNotices } from './merge-notices.ts';
import { mergedView, type NoticeRow } from './notice-view.ts';
import { COUNTED_UNREAD, unreadText } from './unread.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-05-22T09:00:00Z');
let ada: Actor;
let grace: Actor;
beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
});
beforeEach(async () => {
  await db().notice.deleteMany();
});

const give = (count: number, to = ada) =>
  createNotices(
    Array.from({ length: count }, (_, i) => ({
      userId: to.id,
      kind: 'warned' as const,
      data: { reason: 'spam', note: `No. ${i}` },
      now,
    })),
    db(),
  );
const inbox = (actor: Actor | null, cursor?: string) => listNotices({ limit: 2, cursor }, actor);

test('an inbox is its owner’s alone, newest first, page by page, each notice once', async () => {
  await give(5);
  await give(1, grace);
  const seen: (string | undefined)[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await inbox(ada, cursor);
    seen.push(...items.map(({ data }) => data.note));
    cursor = next ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
  await expect(inbox(null)).rejects.toMatchObject({ code: 'sign-in-first' });
});

test('notices are marked read and unread, one or all, and only by their owner', async () => {
  await give(3);
  const { items } = await inbox(ada);
  const { id } = items[0]!;
  const asAda = { actor: ada, now };
  await markNotices({ id, read: true }, asAda);
  await markNotices({ id, read: true }, asAda);
  expect(await unreadOf(ada)).toBe(2);
  expect((await inbox(ada)).items.map(({ read }) => read)).toEqual([true, false]);
  await markNotices({ id, read: false }, asAda);
  expect(await unreadOf(ada)).toBe(3);
  await markNotices({ id: undefined, read: true }, asAda);
  expect(await unreadOf(ada)).toBe(0);
  for (const stranger of [id, randomUUID()])
    await expect(markNotices({ id: stranger, read: false }, { actor: grace, now })).rejects.toMatchObject({
      code: 'not-found',
    });
  await expect(markNotices({ id, read: true }, { actor: null, now })).rejects.toMatchObject({
    code: 'sign-in-first',
  });
  expect([await unreadOf(ada), await unreadOf(null)]).toEqual([0, 0]);
});

test('unread notices are counted up to a thousand, which stands for any number from there', async () => {
  await give(COUNTED_UNREAD - 1);
  expect(unreadText(await unreadOf(ada))).toBe('999 unread');
  for (const more of [1, 5]) {
    await give(more);
    expect(unreadText(await unreadOf(ada))).toBe('1000 or more unread');
  }
});

describe('similar notices', () => {
  const row = (n: number, more: Partial<NoticeRow> = {}): NoticeRow => ({
    ...{
      id: `${n}`,
      kind: 'reply',
      createdAt: now,
      readAt: null,
      data: {},
      commentId: `c${n}`,
      subjectId: 's',
    },
    ...{ slug: 'v', title: 'V', author: `reader-${n % 5}`, beginning: 'x', root: 'r', muted: false },
    ...{ decisionId: null, decisionKind: null, decidedAt: null, appeal: null },
    ...more,
  });
  const shapes = (rows: NoticeRow[], limit = 10, window = 100) => {
    const { groups, last } = mergeNotices(rows, { limit, window });
    return [groups.map((group) => group.map(({ id }) => id).join('+')), last?.id ?? null];
  };

  test('are one if kind, subject and state are the same, in the place of the newest', () => {
    const rows = [
      row(9),
      row(8, { kind: 'new_in_branch' }),
      row(7),
      row(6, { subjectId: 't' }),
      row(5, { readAt: now }),
      row(4, { subjectId: null, kind: 'held' }),
      row(3, { subjectId: null, kind: 'held' }),
      row(2, { readAt: now }),
    ];
    expect(shapes(rows)).toEqual([['9+7', '8', '6', '5+2', '4', '3'], null]);
  });

  test('are on one page each, where the page ends between two notices', () => {
    const rows = [row(5), row(4, { subjectId: 't' }), row(3), row(2, { subjectId: 'u' }), row(1)];
    expect(shapes(rows, 2)).toEqual([['5+3', '4'], '3']);
    expect(shapes(rows.slice(3), 2)).toEqual([['2', '1'], null]);
    expect(shapes(rows, 10, 4)).toEqual([['5+3', '4', '2'], '2']);
  });

  test('name the newest author and count the others', () => {
    const rows = Array.from({ length: 7 }, (_, n) => row(9 - n));
    expect(mergedView(rows)).toMatchObject({
      ...{ count: 7, people: ['reader-4', 'reader-3', 'reader-2', 'reader-1', 'reader-0'] },
      comment: { id: 'c9' },
    });
  });

  test('are marked together, by the newest, by seeing a comment, or up to one; the number is exact', async () => {
    const { slug } = await publish('On similar notices');
    const post = async (body: string, actor: Actor, parentId?: string) =>
      (await postComment(slug, { body, parentId, nonce: randomUUID() }, { actor, now: new Date(++time) }))
        .comment;
    let time = now.getTime();
    const own = await post('Mine.', ada);
    const replies: string[] = [];
    for (const name of ['doris', 'emil', 'fritz'])
      replies.push((await post(`${name} replies.`, await enter(name), own.id)).id);
    await post('Again.', grace, own.id);
    await withdrawComment(replies[2]!, { actor: await actorOf('fritz'), now });
    const [merged, ...others] = (await inbox(ada)).items;
    expect(others).toEqual([]);
    expect(merged).toMatchObject({ count: 3, people: ['grace', 'emil', 'doris'], read: false });
    expect(noticeText(merged!).title).toBe('grace and 2 others replied to you.');
    expect(await unreadOf(ada)).toBe(3);
    expect((await unreadOn(slug, ada)).comments).toHaveLength(4);
    await markRead({ comments: [replies[0]!, randomUUID()] }, { actor: ada, now });
    await markRead({ comments: [replies[1]!] }, { actor: grace, now });
    expect(await unreadOf(ada)).toBe(2);
    expect((await inbox(ada)).items.map(({ count, read }) => [count, read])).toEqual([
      [2, false],
      [1, true],
    ]);
    await markNotices({ id: merged!.id, read: true }, { actor: ada, now });
    expect((await inbox(ada)).items.map(({ count, read }) => [count, read])).toEqual([[3, true]]);
    await markNotices({ id: merged!.id, read: false }, { actor: ada, now });
    await markRead({ upTo: merged!.id }, { actor: ada, now });
    expect(await unreadOf(ada)).toBe(0);
    await expect(markRead({ comments: [] }, { actor: null, now })).rejects.toMatchObject({
      code: 'sign-in-first',
    });
  });
});

test('seeing a comment reads what it caused, not what moderators wrote about it', async () => {
  const { slug } = await publish('On what is read with a comment');
  const { comment } = await postComment(slug, { body: 'Mine.', nonce: randomUUID() }, { actor: ada, now });
  const about = { userId: ada.id, commentId: comment.id, now };
  await createNotices(
    (['restored', 'warned', 'report_outcome', 'reply'] as const).map((kind) => ({ ...about, kind })),
    db(),
  );
  await markRead({ comments: [comment.id] }, { actor: ada, now });
  expect([await unreadOf(ada), (await unreadOn(slug, ada)).comments]).toEqual([3, []]);
});

async function actorOf(username: string): Promise<Actor> {
  const { id, role } = await db().user.findFirstOrThrow({ where: { username } });
  return { id, username, role };
}
