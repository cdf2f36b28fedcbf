import pg from 'pg';

/**
 * One connection that is opened by a query and closed soon after the last: to open one costs PostgreSQL a process, which on
 * some machines takes longer than a hundred queries.
 */
export function connectionTo(address: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: address,
    max: 1,
    idleTimeoutMillis: 1000,
    allowExitOnIdle: true,
  });
  // Its server has stopped. The next query opens another.
  pool.on('error', () => {});
  return pool;
}
