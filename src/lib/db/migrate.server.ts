import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';

export class MigrationError extends Error {}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

export const MIGRATIONS = resolve('prisma/migrations');

// The lock of `prisma migrate`, so that our processes and Prisma's wait for each other.
const PRISMA_LOCK = 72707369;

/** The same columns as `prisma migrate` makes, so that it can be used where its engine is available. */
const HISTORY = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Applies missing migrations in order, each in a transaction with its row in the history. Processes that start at the
 * same time wait for the first one.
 * @param only applies only these: the schema of a backup
 * @returns the names of the applied migrations
 * @throws MigrationError if an applied migration was changed or is missing, or if one fails (it is rolled back)
 */
export async function migrate(
  connectionString: string,
  folder = MIGRATIONS,
  only?: { name: string; checksum: string }[],
): Promise<string[]> {
  const all = await readMigrations(folder);
  const migrations = only ? selected(all, only) : all;
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query(HISTORY);
    const missing = missingOf(migrations, await history(client));
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

export async function isMigrated(client: Pick<pg.Pool, 'query'>, folder = MIGRATIONS): Promise<boolean> {
  return missingOf(await readMigrations(folder), await history(client)).length === 0;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function selected(migrations: Migration[], only: { name: string; checksum: string }[]): Migration[] {
  return only.map(({ name, checksum }) => {
    const found = migrations.find((migration) => migration.name === name);
    if (found?.checksum === checksum) return found;
    const why = found ? 'differs from the one here' : 'is unknown here: it was made by a newer version';
    throw new MigrationError(`Migration ${name} of the backup ${why}.`);
  });
}

async function history(client: Pick<pg.Pool, 'query'>): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows;
}

function missingOf(migrations: Migration[], applied: Applied[]): Migration[] {
  for (const { migration_name: name, checksum, finished_at } of applied) {
    const migration = migrations.find((candidate) => candidate.name === name);
    if (!finished_at)
      throw new MigrationError(
        `Migration ${name} was started by Prisma and never finished: see "prisma migrate resolve".`,
      );
    if (!migration)
      throw new MigrationError(`The database has migration ${name} of a newer version. Start that version.`);
    if (migration.checksum !== checksum)
      throw new MigrationError(
        `Migration ${name} was changed after it was applied: restore the file and put the change into a new migration.`,
      );
  }
  const names = new Set(applied.map((line) => line.migration_name));
  return migrations.filter(({ name }) => !names.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`Migration ${name} failed and was rolled back: ${reason}`, {
      cause: error,
    });
  }
}
