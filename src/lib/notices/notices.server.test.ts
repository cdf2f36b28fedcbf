import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { createNotices } from './create-notices.server.ts';
import { listNotices, unreadOf } from './list-notices.server.ts';
import { markNotices } from './mark-notices.server.ts';
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
