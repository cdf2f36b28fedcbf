import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { closeDb, pool } from '../../src/lib/db/client.server.ts';
import { useDatabase } from '../../src/lib/env.server.ts';
import { forgetLimits } from '../../src/lib/limits.server.ts';

/** Of the process, before a test changed it: files share a process. */
const environment = { ...process.env };

/**
 * Creates an empty, migrated PostgreSQL database for this test file, which `db()` and `settings()` then use. It is
 * dropped after the file. Call it once at the top: `await freshDatabase();`
 * @param options `limits: 'off'` for tests that post hundreds of comments; `connections` of `db()` at most: a site has 16,
 * but each costs PostgreSQL a process
 * @returns its address
 */
export async function freshDatabase({
  limits = 'on',
  connections = 5,
}: { limits?: 'on' | 'off'; connections?: number } = {}): Promise<string> {
  const server = inject('databaseServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  await run(server, `CREATE DATABASE ${name} TEMPLATE template STRATEGY FILE_COPY`);
  process.env['RATE_LIMITS'] = limits;
  useDatabase(url, 'memory');
  forgetLimits();
  // What a test before this one left running may have connected again.
  await closeDb();
  pool().options.max = connections;
  afterAll(async () => {
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    await closeDb();
    await run(server, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return url;
}

/**
 * On one connection for all files of this process, which ends with the server: to open one costs PostgreSQL a process.
 */
async function run(server: string, sql: string): Promise<void> {
  admin ??= connect(server);
  await (await admin).query(sql);
}
let admin: Promise<pg.Client> | undefined;

async function connect(server: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server });
  // The server stops after the last file.
  client.on('error', () => {});
  await client.connect();
  return client;
}
