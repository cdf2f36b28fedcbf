import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { decideOn, reportedComment } from '../../../../tests/support/moderation.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { checkEverything } from './check.server.ts';
import { ledgerNumbers, listLedger, listLedgerPeople } from './list-ledger.server.ts';
import { restrictAccount } from '#lib/moderation/restrictions/restrict-account.server.ts';
import { verifyLedger } from './verify-ledger.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-06-22T09:00:00Z');
let [ada, mary, linus]: Actor[] = [];
let title = 0;

beforeAll(async () => {
  ada = await enter('ada');
  mary = await enter('mary', 'moderator');
  linus = await enter('linus', 'admin');
});
beforeEach(async () => {
  for (const kind of ['remove', 'keep'] as const) {
    const { slug } = await publish(`On keeping books, part ${++title}`);
    const body = `“Fools” — no. ${title}, said\t\\ "quietly" 🙂`;
    const { caseId } = await reportedComment(slug, { author: ada!, reporter: linus!, body, now });
    const decidedAt = new Date(now.getTime() + 60_000);
    await decideOn(caseId, { kind }, { actor: kind === 'keep' ? mary! : linus!, now: decidedAt });
  }
});

describe('the public log', () => {
  test('is chained: every row has the hash of the previous one', async () => {
    const { rows, broken, head } = await verifyLedger();
    expect(broken).toBeNull();
    expect(rows).toBe(await db().ledgerEntry.count());
    expect(head).toMatch(/^[0-9a-f]{64}$/);
  });

  test('can’t be updated, deleted from or truncated', async () => {
    await expect(db().$executeRaw`UPDATE ledger SET reason = 'spam'`).rejects.toThrow(/append-only/);
    await expect(db().$executeRaw`DELETE FROM ledger`).rejects.toThrow(/append-only/);
    await expect(db().$executeRaw`TRUNCATE ledger CASCADE`).rejects.toThrow(/append-only/);
  });

  test('shows where it was tampered with, even with the trigger disabled', async () => {
    const last = await db().ledgerEntry.count();
    await tampering(`UPDATE ledger SET reason = 'spam' WHERE no = ${last - 1}`, async () => {
      expect(await verifyLedger()).toMatchObject({
        broken: { no: last - 1, why: 'it was changed after it was written' },
      });
      expect((await checkEverything()).differences).toMatchObject([{ what: 'chain of the log' }]);
    });
    await tampering(
      `UPDATE decisions SET ledger_no = NULL WHERE ledger_no = 2; DELETE FROM ledger WHERE no = 2`,
      async () => {
        expect(await verifyLedger()).toMatchObject({ broken: { no: 3, why: 'row 2 is missing' } });
      },
    );
  });

  test('is public, newest first, filtered by kind and person, and never contains text', async () => {
    const all = await listLedger({ limit: 100 });
    expect(all.items.map(({ no }) => no)).toEqual([...all.items.map(({ no }) => no)].sort((a, b) => b - a));
    const kept = await listLedger({ kind: 'keep', limit: 100 });
    expect(new Set(kept.items.map(({ actor }) => actor))).toEqual(new Set(['mary']));
    const byLinus = await listLedger({ person: 'Linus', limit: 1 });
    expect(byLinus.items).toMatchObject([{ kind: 'remove', reason: 'personal_attack', actor: 'linus' }]);
    const rest = await listLedger({ person: 'linus', before: byLinus.next!, limit: 100 });
    expect(rest.items.every(({ no }) => no < byLinus.items[0]!.no)).toBe(true);
    expect(await listLedger({ person: 'nobody-here', limit: 100 })).toEqual({ items: [], next: null });
    expect(await listLedgerPeople()).toEqual(['linus', 'mary']);
    expect(JSON.stringify(all)).not.toMatch(/Fools|quietly|\bada\b/);
  });

  test('stores keys instead of names, and resolves them as long as the account exists', async () => {
    const [mallory, gone] = [await enter('mallory'), await enter('gone')];
    for (const { username } of [mallory, gone])
      await restrictAccount(
        username,
        { scope: 'comment', term: 'day', reason: 'spam', nonce: randomUUID() },
        { actor: mary!, now },
      );
    await db().user.update({ where: { id: gone.id }, data: { ledgerKey: randomUUID() } });
    expect((await listLedger({ limit: 2 })).items).toMatchObject([
      { kind: 'restrict', actor: 'mary', place: null },
      { kind: 'restrict', actor: 'mary', place: '/u/mallory' },
    ]);
    const stored = JSON.stringify([
      await db().decision.findMany({ omit: { ledgerNo: true } }),
      (await db().ledgerEntry.findMany()).map(({ no, ...row }) => ({ ...row, no: Number(no) })),
    ]);
    expect(stored).not.toMatch(/mary|mallory|linus|\/u\/gone/);
  });

  test('is summed up by week', async () => {
    const weeks = await ledgerNumbers(3, now);
    expect(weeks.map(({ week }) => week)).toEqual(['2026-06-08', '2026-06-15', '2026-06-22']);
    expect(weeks[0]).toMatchObject({ removals: 0, medianSeconds: null, appealsDecided: 0 });
    expect(weeks[2]!.removals).toBeGreaterThan(0);
    expect(weeks[2]!.medianSeconds).toBe(60);
  });
});

/** Changes the log as only the owner of the database can, looks, and puts it back. */
async function tampering(sql: string, look: () => Promise<void>): Promise<void> {
  const rows = await db().$queryRawUnsafe<{ saved: unknown }[]>(
    `SELECT jsonb_build_object('ledger', (SELECT jsonb_agg(l) FROM ledger l), 'decisions',
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'no', ledger_no)) FROM decisions)) AS saved`,
  );
  const saved = JSON.stringify(rows[0]!.saved);
  await db().$executeRawUnsafe('ALTER TABLE ledger DISABLE TRIGGER USER');
  for (const statement of sql.split(';')) await db().$executeRawUnsafe(statement);
  try {
    await look();
  } finally {
    await db().$executeRaw`
      INSERT INTO ledger SELECT r.* FROM jsonb_populate_recordset(NULL::ledger, ${saved}::jsonb->'ledger') r
      ON CONFLICT (no) DO UPDATE SET reason = excluded.reason`;
    await db().$executeRaw`
      UPDATE decisions d SET ledger_no = s.no FROM jsonb_to_recordset(${saved}::jsonb->'decisions') AS s(id uuid, no bigint)
      WHERE d.id = s.id AND d.ledger_no IS DISTINCT FROM s.no`;
    await db().$executeRawUnsafe('ALTER TABLE ledger ENABLE TRIGGER USER');
  }
}
