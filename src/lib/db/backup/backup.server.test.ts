import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { backup, tablesOf } from './backup.server.ts';
import { db } from '#lib/db/client.server.ts';
import { restore } from './restore.server.ts';

const url = await freshDatabase();
let folder: string;
let file: string;
const now = new Date('2026-11-23T12:00:00Z');
const target = Object.assign(new URL(inject('databaseServer')), { pathname: '/restored' }).href;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'copecheck-backup-'));
  file = join(folder, 'site.backup');
  await fillWithHardThings();
  await backup(url, file, now);
  await newTarget();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await on(inject('databaseServer'), (client) =>
    client.query('DROP DATABASE IF EXISTS restored WITH (FORCE)'),
  );
});
/** Restoring into an empty database applies all migrations, so the tests share two databases, in this order. */
const newTarget = () =>
  on(inject('databaseServer'), async (client) => {
    await client.query('DROP DATABASE IF EXISTS restored WITH (FORCE)');
    await client.query('CREATE DATABASE restored');
  });

async function on<T>(address: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  return act(client).finally(() => client.end());
}

/** Texts, times, numbers and trees that a careless format would change. */
async function fillWithHardThings(): Promise<void> {
  const ada = await enter('ada');
  const verdict = await db().verdict.create({
    data: {
      ...{ slug: 'hard', importHash: 'x', title: 'Tabs\tlines\n\u2028 "quotes" \\ 🜁 #end {}' },
      ...{ content: { big: 1e21, nested: [{ a: null }, '\\n'] }, contentHash: 'x' },
      ...{ listedAt: new Date('1969-12-31T23:59:59.123Z'), publishedAt: new Date('0001-01-01') },
    },
  });
  const comment = {
    ...{
      verdictId: verdict.id,
      authorId: ada.id,
      html: '',
      renderer: 1,
      seq: 1,
      body: '#table {"name":"users"}',
    },
  };
  // A reply whose id sorts before its parent's: rows come in no order that the keys would allow.
  await db().comment.create({
    data: { ...comment, id: 'ffffffff-0000-7000-8000-000000000000', depth: 0, path: '00000001' },
  });
  await db().comment.create({
    data: {
      ...{ ...comment, id: '00000000-0000-7000-8000-000000000000', depth: 1, path: '0000000100000002' },
      ...{ parentId: 'ffffffff-0000-7000-8000-000000000000', rootId: 'ffffffff-0000-7000-8000-000000000000' },
      ...{ score: 0.1 + 0.2, anchor: { section: 's', quote: '“x”' }, body: 'a\r\n\n#end\n'.repeat(500) },
    },
  });
  // More than are fetched or inserted at once.
  await db().$executeRaw`
    INSERT INTO api_tokens (id, name, hash) SELECT gen_random_uuid(), 'k' || n, encode(sha256(n::text::bytea), 'hex') FROM generate_series(1, 2500) n`;
}

/** Every row of every table, every constraint, index, trigger and sequence, as text. */
function everything(address: string): Promise<string[]> {
  return on(address, async (client) => {
    await client.query(`SET timezone = 'UTC'`);
    const found: string[] = [];
    for (const { name } of [...(await tablesOf(client)), { name: '_prisma_migrations' }]) {
      const columns = name.startsWith('_') ? 'migration_name, checksum' : '*';
      const { rows } = await client.query<{ line: string }>(
        `SELECT t::text AS line FROM (SELECT ${columns} FROM ${name}) t ORDER BY 1`,
      );
      found.push(...rows.map(({ line }) => `${name}: ${line}`));
    }
    for (const catalogue of [
      `SELECT conrelid::regclass::text || conname || pg_get_constraintdef(oid) AS line FROM pg_constraint WHERE connamespace = 'public'::regnamespace`,
      `SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public'`,
      `SELECT tgrelid::regclass::text || tgname || tgenabled::text AS line FROM pg_trigger WHERE NOT tgisinternal`,
      `SELECT sequencename || coalesce(last_value, 0)::text AS line FROM pg_sequences WHERE schemaname = 'public'`,
    ]) {
      const { rows } = await client.query<{ line: string }>(`${catalogue} ORDER BY 1`);
      found.push(...rows.map(({ line }) => line));
    }
    return found;
  });
}

test('only its owner may read it, and no unfinished file is left', async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await expect(backup(url, join(folder, 'nowhere', 'x'), now)).rejects.toThrow('could not be written');
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('a file that is truncated, changed, newer or no backup is refused before any change', async () => {
  const whole = await readFile(file);
  const text = gunzipSync(whole).toString();
  const broken: [string, Buffer, string][] = [
    ['cut', whole.subarray(0, whole.length / 2), 'truncated'],
    ['no end', gzipSync(text.slice(0, text.lastIndexOf('#end'))), 'truncated'],
    ['changed', gzipSync(text.replace('Tabs', 'tabs')), 'damaged'],
    ['newer', gzipSync(text.replace('"format":1', '"format":2')), 'newer version'],
    ['another', gzipSync('hello\n'), 'not a backup'],
    ['not zipped', Buffer.from(text), 'can’t be read'],
  ];
  for (const [name, bytes, says] of broken) {
    await writeFile(join(folder, name), bytes);
    await expect(restore(target, join(folder, name)), name).rejects.toThrow(says);
  }
  await expect(restore(target, join(folder, 'missing'))).rejects.toThrow('can’t be read');
  expect(await on(target, tablesOf)).toEqual([]);
});

test('a failed restore leaves no rows and can be repeated; a restored database has the same rows and constraints', async () => {
  const text = gunzipSync(await readFile(file)).toString();
  // A duplicate user violates the unique key late in the restore.
  const user = /^\{"id":.*"username":"ada".*\n/m.exec(text)![0];
  const twice = text.slice(0, text.lastIndexOf('#end')).replace(user, user + user);
  const end = { rows: 0, sha256: createHash('sha256').update(twice).digest('hex') };
  await writeFile(join(folder, 'twice'), gzipSync(`${twice}#end ${JSON.stringify(end)}\n`));
  await expect(restore(target, join(folder, 'twice'))).rejects.toThrow('duplicate key');
  const { rows } = await restore(target, file);
  expect(rows).toBeGreaterThan(2500);
  expect(await everything(target)).toEqual(await everything(url));
});

test('a database with rows is refused and not changed', async () => {
  const before = await everything(target);
  await expect(restore(target, file)).rejects.toThrow('The database is not empty');
  expect(await everything(target)).toEqual(before);
});

test('a backup is a snapshot of its start, despite later writes', async () => {
  const other = join(folder, 'busy.backup');
  const before = await everything(url);
  let over = false;
  const writing = (async () => {
    for (let n = 0; !over; n++) await db().$executeRaw`INSERT INTO rate_limits VALUES (${`busy${n}`}, 1, 1)`;
  })();
  await backup(url, other, now);
  over = true;
  await writing;
  await newTarget();
  await restore(target, other);
  const restored = await everything(target);
  // Whatever was committed before the snapshot, and nothing after a gap.
  const busy = restored.flatMap((line) => /,busy(\d+),/.exec(line)?.[1] ?? []).map(Number);
  expect(busy.sort((a, b) => a - b)).toEqual(busy.map((_, at) => at));
  expect(restored.filter((line) => !line.includes('busy'))).toEqual(before);
});
