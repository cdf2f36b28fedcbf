import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backup } from '#lib/db/backup/backup.server.ts';
import { migrate } from '#lib/db/migrate.server.ts';
import { restore } from '#lib/db/backup/restore.server.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { schemaBefore } from '../../../../tests/support/old-schema.ts';
import { checkEverything } from './check.server.ts';
import { listLedger, listLedgerPeople } from './list-ledger.server.ts';
import { verifyLedger, type Verified } from './verify-ledger.server.ts';

/** The migration that this is about. */
const SUBJECT = '20261128102045_ledger_without_names';

const url = await freshDatabase();
const client = new pg.Client({ connectionString: url });
let folder: string;
let before: Verified;

/** Commits a decision; at the commit, the trigger of that time logged it by name. */
async function decide(kind: string, moderator: string | null, place: string, subject = 'mallory') {
  await client.query(
    `INSERT INTO decisions (id, kind, reason, moderator_id, subject_id, place) VALUES (gen_random_uuid(),
      $1::"DecisionKind", 'spam', (SELECT id FROM users WHERE username = $2),
      (SELECT id FROM users WHERE username = $3), $4)`,
    [kind, moderator, subject, place],
  );
}

async function fill(): Promise<void> {
  for (const [name, role] of [
    ['mary', 'moderator'],
    ['automatic', 'moderator'],
    ['mallory', 'reader'],
    ['refused', 'reader'],
  ])
    await client.query(
      `INSERT INTO users (id, username, skeleton, password_hash, role) VALUES (gen_random_uuid(), $1, $1, '', $2::"Role")`,
      [name, role],
    );
  await decide('remove', 'mary', '/v/a-verdict');
  await decide('restrict', 'mary', '/u/mallory');
  await decide('hide', null, '/v/a-verdict#c-1');
  await decide('lift', 'automatic', '/u/mallory');
  await decide('restrict', 'mary', '/u/refused', 'refused');
  await client.query(`DELETE FROM users WHERE username = 'refused'`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  await client.connect();
  await schemaBefore(SUBJECT, url, client);
  await fill();
  before = await verifyLedger();
  await backup(url, join(folder, 'before.gz'), new Date());
  expect(await migrate(url)).toContain(SUBJECT);
});
afterAll(async () => {
  await client.end();
  await rm(folder, { recursive: true });
});

test('the chain is valid before and after, and its last row has the former head', async () => {
  expect(before).toMatchObject({ rows: 5, broken: null });
  expect(await verifyLedger()).toMatchObject({ rows: 6, broken: null });
  const { items } = await listLedger({ limit: 1 });
  expect(items).toMatchObject([
    { no: 6, kind: 'rebuilt', reason: before.head, actor: 'automatic', place: '/moderation-log' },
  ]);
  expect((await checkEverything()).differences).toEqual([]);
});

test('rows show the same names and places as before, except for a deleted account', async () => {
  const { items } = await listLedger({ limit: 100 });
  expect(items.toReversed().map(({ actor, place }) => [actor, place])).toEqual([
    ['mary', '/v/a-verdict'],
    ['mary', '/u/mallory'],
    ['automatic', '/v/a-verdict#c-1'],
    ['automatic', '/u/mallory'],
    ['mary', null],
    ['automatic', '/moderation-log'],
  ]);
  expect((await listLedger({ person: 'MARY', limit: 100 })).items.map(({ no }) => no)).toEqual([5, 2, 1]);
  expect((await listLedger({ person: 'automatic', limit: 100 })).items.map(({ no }) => no)).toEqual([6, 3]);
  expect(await listLedgerPeople()).toEqual(['automatic', 'automatic', 'mary']);
});

test('neither the log nor the decisions contain names, and the log can’t be changed', async () => {
  const { rows } = await client.query<{ text: string }>(
    'SELECT ledger::text AS text FROM ledger UNION ALL SELECT decisions::text FROM decisions',
  );
  expect(rows).toHaveLength(11);
  expect(rows.map(({ text }) => text).join()).not.toMatch(/mary|mallory|refused/);
  await expect(client.query(`UPDATE ledger SET actor = 'mary'`)).rejects.toThrow(/append-only/);
});

test('new decisions continue the chain', async () => {
  await decide('restrict', 'mary', '/u/');
  expect((await listLedger({ limit: 1 })).items).toMatchObject([
    { no: 7, actor: 'mary', place: '/u/mallory' },
  ]);
  expect(await verifyLedger()).toMatchObject({ rows: 7, broken: null });
});

test('an older backup is rebuilt when it is restored', async () => {
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await restore(url, join(folder, 'before.gz'));
  expect(await verifyLedger()).toMatchObject({ rows: 6, broken: null });
  expect((await listLedger({ limit: 1 })).items).toMatchObject([{ kind: 'rebuilt', reason: before.head }]);
});

test('a chain that was already broken stays invalid', async () => {
  await schemaBefore(SUBJECT, url, client);
  await fill();
  await client.query(`ALTER TABLE ledger DISABLE TRIGGER USER;
    UPDATE ledger SET reason = 'hate' WHERE no = 3; ALTER TABLE ledger ENABLE TRIGGER USER`);
  const { head } = await headOf();
  await migrate(url);
  expect((await listLedger({ limit: 1 })).items).toMatchObject([
    { kind: 'rebuilt', reason: `${head}, broken at row 3` },
  ]);
});

async function headOf(): Promise<{ head: string }> {
  const { rows } = await client.query<{ head: string }>(
    'SELECT hash AS head FROM ledger ORDER BY no DESC LIMIT 1',
  );
  return rows[0]!;
}
