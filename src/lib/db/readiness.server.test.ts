import { expect, it } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { closeDb, pool } from './client.server.ts';
import { useDatabase } from '../env.server.ts';
import { whyNotReady } from './readiness.server.ts';

const url = await freshDatabase();

it('is ready on a migrated database', async () => {
  expect(await whyNotReady()).toBeNull();
});

it('is not ready while a migration is missing', async () => {
  await pool().query('DELETE FROM _prisma_migrations');
  expect(await whyNotReady()).toBe('migrations are missing');
});

it('is not ready if the database does not respond', async () => {
  await closeDb();
  useDatabase('postgresql://copecheck@127.0.0.1:1/nowhere', 'memory');
  expect(await whyNotReady()).toContain('ECONNREFUSED');
  await closeDb();
  useDatabase(url, 'memory');
});
