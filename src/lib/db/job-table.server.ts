import { pool } from './client.server.ts';
import { Prisma } from './generated/client.ts';

/** The schema of the job queue. A backup leaves it out, because jobs are made from our rows. */
export const JOB_SCHEMA = 'pgboss';

/** No job of this queue waits or runs for the row. `state` orders created, retry, active, completed (pg-boss 12, plans.js). */
export function withoutJob(queue: string, id: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (
    SELECT 1 FROM pgboss.job j
    WHERE j.name = ${queue} AND j.singleton_key = ${id}::text AND j.state < 'completed')`;
}

export async function hasJobTable(): Promise<boolean> {
  const { rows } = await pool().query<{ there: boolean }>(
    `SELECT to_regclass('${JOB_SCHEMA}.job') IS NOT NULL AS there`,
  );
  return rows[0]!.there;
}
