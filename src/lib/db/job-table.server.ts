import { pool } from './client.server.ts';
import { Prisma } from './generated/client.ts';

/** The schema of the job queue's own tables. A backup leaves it out: the jobs are made again from our rows. */
export const JOB_SCHEMA = 'pgboss';

/**
 * A condition: no job of this queue waits or runs for the row with this id. `state` orders created, retry, active before
 * completed. Source: pg-boss 12, plans.js.
 */
export function withoutJob(queue: string, id: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (
    SELECT 1 FROM pgboss.job j
    WHERE j.name = ${queue} AND j.singleton_key = ${id}::text AND j.state < 'completed')`;
}

/** Whether the queue has ever been started on this database. */
export async function hasJobTable(): Promise<boolean> {
  const { rows } = await pool().query<{ there: boolean }>(
    `SELECT to_regclass('${JOB_SCHEMA}.job') IS NOT NULL AS there`,
  );
  return rows[0]!.there;
}
