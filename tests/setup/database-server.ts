import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/lib/db/embedded/embedded.server.ts';
import { migrate } from '../../src/lib/db/migrate.server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
  }
}

/**
 * One PostgreSQL for the whole run in a temporary folder, with a migrated database, `template`,
 * that each test file gets a copy of (tests/support/database.ts). Its data is temporary, so fsync is off.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'copecheck-test-'));
  await chmod(folder, 0o711);
  const flags = [
    ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'],
    ...['wal_level=minimal', 'max_wal_senders=0', 'autovacuum=off', 'bgwriter_lru_maxpages=0'],
  ];
  const server = await startEmbedded(folder, { exclusive: false, flags });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('CREATE DATABASE template');
  await client.end();
  await migrate(Object.assign(new URL(server.url), { pathname: '/template' }).href);
  project.provide('databaseServer', server.url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
