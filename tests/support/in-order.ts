import pg from 'pg';
import { expect } from 'vitest';

/**
 * Starts `acts` in order while another connection locks their row, so that each waits for the lock before the next
 * begins. PostgreSQL then grants the lock in the same order. `url`: the test's database.
 */
export async function inOrder(
  url: string,
  row: { table: 'decisions' | 'users'; id: string },
  acts: (() => Promise<unknown>)[],
): Promise<PromiseSettledResult<unknown>[]> {
  const [holder, watcher] = [
    new pg.Client({ connectionString: url }),
    new pg.Client({ connectionString: url }),
  ];
  await Promise.all([holder.connect(), watcher.connect()]);
  // Settled at once, because one may reject while the holder's connection is still closing.
  const started: Promise<PromiseSettledResult<unknown>>[] = [];
  try {
    await holder.query('BEGIN');
    await holder.query(`SELECT 1 FROM ${row.table} WHERE id = $1 FOR UPDATE`, [row.id]);
    for (const act of acts) {
      started.push(settled(act()));
      await expect.poll(() => waiting(watcher), { interval: 10, timeout: 10_000 }).toBe(started.length);
    }
  } finally {
    await holder.query('COMMIT');
    await Promise.all([holder.end(), watcher.end()]);
  }
  return Promise.all(started);
}

async function settled(act: Promise<unknown>): Promise<PromiseSettledResult<unknown>> {
  const [result] = await Promise.allSettled([act]);
  return result;
}

/** Connections that wait for a lock. Not by the holder, whose transaction sees a snapshot of this view. */
async function waiting(watcher: pg.Client): Promise<number> {
  const { rows } = await watcher.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`);
  return rows[0]!.n;
}
