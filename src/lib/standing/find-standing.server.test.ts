import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { changeSiteSettings } from '#lib/site-settings/change-site-settings.server.ts';
import { DEFAULT_SETTINGS } from '#lib/site-settings/site-settings.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { findStanding, refuseRestricted } from './find-standing.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-05-22T09:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 60 * 60 * 1000);
let ada: Actor;
let mary: Actor;
beforeAll(async () => {
  [ada, mary] = [await enter('ada'), await enter('mary', 'moderator')];
  await db().user.update({ where: { id: ada.id }, data: { createdAt: new Date('2026-05-20T09:00:00Z') } });
});

async function restrict(
  scope: 'comment' | 'vote' | 'everything',
  until: Date | null,
  liftedAt: Date | null = null,
) {
  const decision = await db().decision.create({ data: { kind: 'restrict', subjectId: ada.id } });
  return db().restriction.create({
    data: { userId: ada.id, scope, until, liftedAt, reason: 'spam', decisionId: decision.id },
  });
}

test('a new account has level 0 and what it needs for level 1; a moderator is above trust levels', async () => {
  expect(await findStanding(ada.id, now)).toEqual({
    level: 0,
    missing: ['1 more day', '2 more comments that stay'],
    visibleComments: 0,
    removed: 0,
    restrictions: [],
    record: { upheld: 0, rejected: 0 },
  });
  expect(await findStanding(mary.id, now)).toMatchObject({ level: 3, missing: [] });
  await expect(findStanding(randomUUID(), now)).rejects.toMatchObject({ code: 'user-not-found' });
});

test('a restriction blocks what it names until it expires or is lifted', async () => {
  await restrict('vote', hours(1));
  await restrict('comment', null, hours(-1));
  await restrict('everything', hours(-2));
  await expect(refuseRestricted(ada.id, 'vote', now)).rejects.toMatchObject({ code: 'restricted' });
  await expect(refuseRestricted(ada.id, 'comment', now)).resolves.toBeUndefined();
  await expect(refuseRestricted(ada.id, 'vote', hours(2))).resolves.toBeUndefined();
  await expect(refuseRestricted(mary.id, 'vote', now)).resolves.toBeUndefined();
  expect((await findStanding(ada.id, now)).restrictions).toEqual([
    { scope: 'vote', until: hours(1), reason: 'spam' },
  ]);
});

test('visible comments are counted far enough to compare them with the removed ones', async () => {
  const old = await enter('old-hand');
  await db().user.update({ where: { id: old.id }, data: { createdAt: new Date('2026-01-01T00:00:00Z') } });
  const { id: verdictId } = await publish();
  let seq = 0;
  const write = (count: number, status: string) =>
    db().$executeRaw`
      INSERT INTO comments
        (id, verdict_id, author_id, depth, path, body, html, renderer, seq, status, moderated_status)
      SELECT uuidv7(), ${verdictId}::uuid, ${old.id}::uuid, 0, lpad(to_hex(n), 8, '0'), 'A word', '<p>A word</p>', 1, n,
        ${status}::"CommentStatus", ${status}::"CommentStatus"
      FROM generate_series(${seq + 1}::int, ${(seq += count)}::int) n`;
  await write(36, 'visible');
  expect((await findStanding(old.id, now)).level).toBe(2);
  await write(4, 'removed');
  expect(await findStanding(old.id, now)).toMatchObject({ level: 1, removed: 4 });
  await write(1, 'visible');
  expect((await findStanding(old.id, now)).level).toBe(2);
});

test('an address counts towards trust only if an admin requires one', async () => {
  const grace = await enter('grace');
  await db().user.update({ where: { id: grace.id }, data: { email: 'grace@example.org' } });
  const address = expect.arrayContaining(['a confirmed email address (see your settings)']);
  const missing = async () => (await findStanding(grace.id, now)).missing;
  const linus = await enter('linus', 'admin');
  const require = (trustNeedsEmail: boolean) =>
    changeSiteSettings({ ...DEFAULT_SETTINGS, trustNeedsEmail }, { actor: linus, now });
  expect(await missing()).not.toEqual(address);
  await require(true);
  expect(await missing()).toEqual(address);
  await db().user.update({ where: { id: grace.id }, data: { emailConfirmedAt: now } });
  expect(await missing()).not.toEqual(address);
  await require(false);
});
