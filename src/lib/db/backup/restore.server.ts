import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import {
  BackupError,
  BACKUP_FORMAT,
  tablesOf,
  type BackupHeader,
  type Sequence,
  type BackupTable,
} from './backup.server.ts';
import { migrate, MIGRATIONS } from '#lib/db/migrate.server.ts';

/** Rows inserted at once, and their characters: the limit that is reached first. */
const BATCH_ROWS = 1000;
const BATCH_LENGTH = 4_000_000;

/** Restores into an empty database, completely or not at all. @throws BackupError if the file is incomplete, or rows exist */
export async function restore(url: string, file: string): Promise<{ tables: number; rows: number }> {
  const { header } = await check(file);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await refuseNonEmpty(client);
    await refuseNewerSchema(client, header);
    await migrate(url, MIGRATIONS, header.migrations);
    await client.query('BEGIN');
    const sum = await fill(client, file);
    await client.query('COMMIT');
    await migrate(url);
    await client.query('ANALYZE');
    return sum;
  } finally {
    await client.end();
  }
}

/** Reads the whole file before anything is changed. @throws BackupError if it is not complete */
async function check(file: string): Promise<{ header: BackupHeader }> {
  const hash = createHash('sha256');
  let header: BackupHeader | undefined;
  let end: { sha256: string } | undefined;
  for await (const line of linesOf(file)) {
    if (!header) header = headerIn(line, file);
    if (line.startsWith('#end ')) end = JSON.parse(line.slice(5)) as { sha256: string };
    else hash.update(`${line}\n`);
  }
  if (!header || !end) throw new BackupError(`${file} is truncated. Use another backup.`);
  if (end.sha256 !== hash.digest('hex'))
    throw new BackupError(`${file} is damaged: its checksum is wrong. Use another backup.`);
  return { header };
}

function headerIn(line: string, file: string): BackupHeader {
  const [, json] = /^#copecheck-backup (\{.*\})$/.exec(line) ?? [];
  if (!json) throw new BackupError(`${file} is not a backup of CopeCheck.`);
  const header = JSON.parse(json) as BackupHeader;
  if (header.format !== BACKUP_FORMAT)
    throw new BackupError(
      `${file} has format ${header.format}, made by a newer version: restore it with that.`,
    );
  return header;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  // Not readline: a row may contain other characters that it takes for line ends.
  let rest = '';
  try {
    for await (const chunk of source.pipe(gunzip).setEncoding('utf8')) {
      const parts = (rest + String(chunk)).split('\n');
      rest = parts.pop()!;
      yield* parts;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'Z_BUF_ERROR' ? 'it is truncated' : message;
    throw new BackupError(`${file} can’t be read as a backup: ${why}.`, { cause: error });
  }
}

async function refuseNonEmpty(client: pg.Client): Promise<void> {
  for (const { name } of await tablesOf(client)) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${pg.escapeIdentifier(name)} LIMIT 1`);
    if (rowCount)
      throw new BackupError(
        `The database is not empty (${name} has rows): restore into a new one, by DATABASE_URL or an empty DATA_DIR.`,
      );
  }
}

/** A later migration may have changed rows, which the restored rows would miss. */
async function refuseNewerSchema(client: pg.Client, { migrations }: BackupHeader): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  if (!rows[0]!.there) return;
  const { rows: later } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE migration_name <> ALL($1)',
    [migrations.map(({ name }) => name)],
  );
  if (later.length > 0)
    throw new BackupError(
      `The database has a later migration (${later[0]!.name}) than the backup: restore into a new database.`,
    );
}

/** The order of the tables violates foreign keys, so these are dropped and created again afterwards. */
async function fill(client: pg.Client, file: string): Promise<{ tables: number; rows: number }> {
  const tables = await tablesOf(client);
  const keys = await dropForeignKeys(client);
  // Triggers ran when the rows were first written; they would chain the ledger again.
  for (const { name } of tables)
    await client.query(`ALTER TABLE ${pg.escapeIdentifier(name)} DISABLE TRIGGER USER`);
  for (const { name } of tables) await client.query(`DELETE FROM ${pg.escapeIdentifier(name)}`);
  const sum = await insertAll(client, file);
  for (const { name } of tables)
    await client.query(`ALTER TABLE ${pg.escapeIdentifier(name)} ENABLE TRIGGER USER`);
  for (const { table, name, definition } of keys)
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${pg.escapeIdentifier(name)} ${definition}`);
  return sum;
}

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

async function dropForeignKeys(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(`
    SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY conname`);
  for (const { table, name } of rows)
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${pg.escapeIdentifier(name)}`);
  return rows;
}

async function insertAll(client: pg.Client, file: string): Promise<{ tables: number; rows: number }> {
  const sum = { tables: 0, rows: 0 };
  let table: BackupTable | undefined;
  let batch: string[] = [];
  let length = 0;
  const flush = async () => {
    if (batch.length > 0) await insert(client, table!, batch);
    sum.rows += batch.length;
    batch = [];
    length = 0;
  };
  for await (const line of linesOf(file)) {
    const [, word, json] = /^#([a-z-]+) (.*)$/.exec(line) ?? [];
    if (word === undefined) {
      batch.push(line);
      length += line.length;
      if (batch.length >= BATCH_ROWS || length >= BATCH_LENGTH) await flush();
    } else if (word === 'table') {
      table = JSON.parse(json!) as BackupTable;
      sum.tables += 1;
    } else if (word === 'rows') await flush();
    else if (word === 'sequence') await setSequence(client, JSON.parse(json!) as Sequence);
  }
  return sum;
}

/** PostgreSQL parses the rows that it wrote: numbers and times never pass through JavaScript. */
async function insert(client: pg.Client, { name, columns }: BackupTable, rows: string[]): Promise<void> {
  const table = pg.escapeIdentifier(name);
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  await client.query(
    `INSERT INTO ${table} (${list}) OVERRIDING SYSTEM VALUE
     SELECT ${list} FROM json_populate_recordset(NULL::${table}, $1::json)`,
    [`[${rows.join(',')}]`],
  );
}

async function setSequence(client: pg.Client, { name, last, called }: Sequence): Promise<void> {
  await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [
    pg.escapeIdentifier(name),
    last,
    called,
  ]);
}
