import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';

// A backup is a gzip file of lines: `zcat` shows it, and its size doesn't affect memory.
//
// #copecheck-backup {"format":1,"madeAt":…,"migrations":[{"name":…,"checksum":…}]}
// #table {"name":"users","columns":["id",…]}
// {"id":…}                                   one row, as PostgreSQL's JSON
// #rows {"name":"users","rows":12}           end of the table
// #sequence {"name":…,"last":…,"called":…}
// #end {"rows":…,"sha256":…}                 of all lines above
//
// All lines without # are rows. Without `#end` the file is truncated.
export const BACKUP_FORMAT = 1;

export interface BackupHeader {
  format: number;
  madeAt: string;
  migrations: { name: string; checksum: string }[];
}

export class BackupError extends Error {}

/** Rows fetched at once: a few megabytes of long comments at most. */
const FETCH = 1000;

/** Writes a snapshot of the database while the site runs. The file has addresses and password hashes: its owner only. */
export async function backup(
  url: string,
  file: string,
  now: Date,
): Promise<{ tables: number; rows: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const unfinished = `${file}.part`;
  const sum = { tables: 0, rows: 0 };
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL timezone = 'UTC'`);
    const out = createWriteStream(unfinished, { mode: 0o600, flush: true });
    await pipeline(Readable.from(lines(client, now, sum)), createGzip(), out);
    await client.query('COMMIT');
    await rename(unfinished, file);
    return sum;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw asBackupError(error, file);
  } finally {
    await client.end();
  }
}

function asBackupError(error: unknown, file: string): unknown {
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (path !== undefined || code === 'ENOSPC')
    return new BackupError(`The backup could not be written to ${file}: ${message}`, { cause: error });
  return error;
}

async function* lines(
  client: pg.Client,
  now: Date,
  sum: { tables: number; rows: number },
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  for await (const chunk of content(client, now, sum)) {
    hash.update(chunk);
    yield chunk;
  }
  yield `#end ${JSON.stringify({ rows: sum.rows, sha256: hash.digest('hex') })}\n`;
}

async function* content(
  client: pg.Client,
  now: Date,
  sum: { tables: number; rows: number },
): AsyncGenerator<string> {
  const header: BackupHeader = {
    format: BACKUP_FORMAT,
    madeAt: now.toISOString(),
    migrations: await applied(client),
  };
  yield `#copecheck-backup ${JSON.stringify(header)}\n`;
  for (const table of await tablesOf(client)) {
    yield `#table ${JSON.stringify(table)}\n`;
    let rows = 0;
    for await (const batch of rowsOf(client, table)) {
      rows += batch.length;
      yield `${batch.join('\n')}\n`;
    }
    yield `#rows ${JSON.stringify({ name: table.name, rows })}\n`;
    sum.tables += 1;
    sum.rows += rows;
  }
  for (const sequence of await sequencesOf(client)) yield `#sequence ${JSON.stringify(sequence)}\n`;
}

export interface BackupTable {
  name: string;
  columns: string[];
}

/** All tables except the history of migrations and unlogged ones. */
export async function tablesOf(client: pg.ClientBase): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable>(`
    SELECT relname AS name, array_agg(attname::text ORDER BY attnum) AS columns
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'p'
      AND relname <> '_prisma_migrations' AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY relname ORDER BY relname`);
  return rows;
}

async function applied(client: pg.ClientBase): Promise<BackupHeader['migrations']> {
  const { rows } = await client.query<{ name: string; checksum: string }>(`
    SELECT migration_name AS name, checksum FROM _prisma_migrations
    WHERE rolled_back_at IS NULL ORDER BY migration_name`);
  return rows;
}

async function* rowsOf(client: pg.ClientBase, { name, columns }: BackupTable): AsyncGenerator<string[]> {
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  await client.query(`
    DECLARE backup NO SCROLL CURSOR FOR
    SELECT row_to_json(line)::text FROM (SELECT ${list} FROM ${pg.escapeIdentifier(name)}) line`);
  for (;;) {
    const { rows } = await client.query<[string]>({ text: `FETCH ${FETCH} FROM backup`, rowMode: 'array' });
    if (rows.length === 0) break;
    yield rows.map(([line]) => line);
  }
  await client.query('CLOSE backup');
}

export interface Sequence {
  name: string;
  last: string;
  called: boolean;
}

async function sequencesOf(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND relpersistence = 'p' ORDER BY relname`);
  const found: Sequence[] = [];
  for (const { name } of rows) {
    const { rows: state } = await client.query<{ last: string; called: boolean }>(
      `SELECT last_value::text AS last, is_called AS called FROM ${pg.escapeIdentifier(name)}`,
    );
    found.push({ name, ...state[0]! });
  }
  return found;
}
