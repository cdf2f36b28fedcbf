import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { migrate, MIGRATIONS } from '../../src/lib/db/migrate.server.ts';

/** Resets the database to the schema before `migration`. */
export async function schemaBefore(migration: string, url: string, client: pg.Client): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  const before = (await readdir(MIGRATIONS)).filter((name) => name < migration);
  for (const name of before) await cp(join(MIGRATIONS, name), join(folder, name), { recursive: true });
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await migrate(url, folder);
  await rm(folder, { recursive: true });
}
