import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { pool } from '#lib/db/client.server.ts';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { manyCases } from '../../../../tests/support/many-cases.ts';
import { decideOn } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { LEASE_DURATION } from '#lib/moderation/cases/case.ts';
import { leaseCase, releaseCase } from '#lib/moderation/cases/lease-case.server.ts';
import { decideMany } from '#lib/moderation/decisions/decide-many.server.ts';
import { listQueue, queueCounts } from './list-queue.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-06-22T09:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
let [ada, mary, morris]: Actor[] = [];
const ask = (cursor?: string, more: object = {}, at = now) =>
  listQueue({ filter: 'all', reason: undefined, limit: 50, cursor, ...more }, { actor: mary!, now: at });

beforeAll(async () => {
  ada = await enter('ada');
  [mary, morris] = [await enter('mary', 'moderator'), await enter('morris', 'moderator')];
  const verdict = await publish('On queues');
  await manyCases(130, { verdict: verdict.slug, author: ada.id, reporter: mary.id });
});

describe('the queue', () => {
  test('is sorted by weight, then age, and its pages neither skip nor repeat a case', async () => {
    const seen = [];
    for (let page = await ask(); ; page = await ask(page.next)) {
      seen.push(...page.items);
      if (!page.next) break;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(130);
    const order = seen.map(({ weight, openedAt, id }) => ({ weight, openedAt, id }));
    expect(order).toEqual(
      order.toSorted(
        (a, b) => b.weight - a.weight || a.openedAt.localeCompare(b.openedAt) || a.id.localeCompare(b.id),
      ),
    );
    expect(new Set(order.map(({ weight }) => weight)).size).toBeGreaterThan(3);
  });

  test('is filtered by kind and reason, and counted up to a hundred', async () => {
    expect((await ask(undefined, { filter: 'held' })).items).toEqual([]);
    const spam = await ask(undefined, { reason: 'spam', limit: 100 });
    expect(spam.items.length).toBeGreaterThan(0);
    expect(spam.items.every(({ reasons }) => reasons.some(({ reason }) => reason === 'spam'))).toBe(true);
    expect(await queueCounts(mary!)).toEqual({ reports: 100, requests: 0, held: 0, appeals: 0 });
  });

  test('is for moderators only', async () => {
    const page = { filter: 'all' as const, reason: undefined, limit: 50 };
    await expect(listQueue(page, { actor: ada!, now })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listQueue(page, { actor: null, now })).rejects.toMatchObject({ code: 'sign-in-first' });
    expect(await queueCounts(ada!)).toBeNull();
    expect(await queueCounts(null)).toBeNull();
  });

  test('rejects other cursors', async () => {
    await expect(ask('bm9uc2Vuc2U')).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('is read from its index on any page, however many cases are decided', async () => {
    await manyCases(3000, { verdict: 'on-queues', author: ada!.id, reporter: mary!.id, decided: true });
    await manyCases(3000, { verdict: 'on-queues', author: ada!.id, reporter: mary!.id });
    await db().$executeRaw`ANALYZE cases`;
    const { rows } = await pool().query<{ 'QUERY PLAN': string }>(`
      EXPLAIN SELECT * FROM cases k WHERE k.state = 'open'
        AND k.weight <= 3 AND (k.weight < 3 OR (k.opened_at, k.id) > (now(), gen_random_uuid()))
      ORDER BY k.weight DESC, k.opened_at, k.id LIMIT 51`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('cases_queue_idx');
    expect(plan).not.toMatch(/Sort|Seq Scan/);
  });
});

describe('a lease', () => {
  const first = async () => (await ask()).items[0]!.id;
  const holderOf = async (id: string, at = now) =>
    (await ask(undefined, {}, at)).items.find((item) => item.id === id)?.leaseHolder;

  test('shows its holder for five minutes, and can be renewed by the holder', async () => {
    const id = await first();
    expect(await leaseCase(id, {}, { actor: mary!, now })).toBe(true);
    expect(await holderOf(id)).toBe('mary');
    expect(await leaseCase(id, {}, { actor: mary!, now: later(LEASE_DURATION - 1) })).toBe(true);
    expect(await holderOf(id, later(LEASE_DURATION + 1))).toBe('mary');
    expect(await holderOf(id, later(2 * LEASE_DURATION))).toBeNull();
    await releaseCase(id, { actor: mary!, now });
  });

  test('is taken over only on request', async () => {
    const id = await first();
    await leaseCase(id, {}, { actor: mary!, now });
    expect(await leaseCase(id, {}, { actor: morris!, now })).toBe(false);
    expect(await leaseCase(id, { takeOver: true }, { actor: morris!, now })).toBe(true);
    await releaseCase(id, { actor: mary!, now });
    expect(await holderOf(id)).toBe('morris');
    await releaseCase(id, { actor: morris!, now });
  });

  test('requested by two at once goes to one', async () => {
    const id = await first();
    const both = await Promise.all([mary!, morris!].map((actor) => leaseCase(id, {}, { actor, now })));
    expect(both.filter(Boolean)).toHaveLength(1);
    await expect(leaseCase(id, {}, { actor: ada!, now })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('a bulk decision decides each case, reports those that have changed, and is idempotent', async () => {
  const cases = (await ask(undefined, { limit: 10 })).items.map(({ id }) => ({ id, version: 1 }));
  await decideOn(cases[3]!.id, {}, { actor: morris!, now });
  const bulk = {
    kind: 'remove' as const,
    reason: 'spam' as const,
    note: undefined,
    nonce: randomUUID(),
    cases,
  };
  const results = await decideMany(bulk, { actor: mary!, now });
  expect(results.filter(({ ok }) => ok)).toHaveLength(9);
  expect(results[3]).toMatchObject({ ok: false, code: 'case-changed' });
  const rows = await db().ledgerEntry.count();
  expect((await decideMany(bulk, { actor: mary!, now })).filter(({ ok }) => ok)).toHaveLength(9);
  expect(await db().ledgerEntry.count()).toBe(rows);
});
