import pg from 'pg';
import { settings } from '../env.server.ts';
import { log } from '../log.server.ts';

/** Milliseconds after which a message that could not be sent is given up. It is news: late, it is worth nothing. */
const WORTH_WAITING = 2_000;

// A NOTIFY is a transaction of its own and would wait for the disk, though it writes nothing that is kept.
const UNSYNCED = '-c synchronous_commit=off';

/** A connection that only listens. `release` ends it; a lost one emits `end`. @throws where nobody answers */
export async function listener(): Promise<pg.Client & { release: () => void }> {
  const client = new pg.Client({ connectionString: settings().DATABASE_URL, keepAlive: true });
  // Without a listener, a connection that the server drops would end the process.
  client.on('error', (err) => log.warn({ err }, 'the connection that listens to other processes was lost'));
  await client.connect();
  return Object.assign(client, { release: () => void client.end().catch(() => {}) });
}

/** One connection that sends, so that messages leave in order and never wait behind requests. */
export function publisher() {
  const pool = new pg.Pool({
    connectionString: settings().DATABASE_URL,
    max: 1,
    options: UNSYNCED,
    connectionTimeoutMillis: WORTH_WAITING,
    keepAlive: true,
  });
  pool.on('error', (err) => log.warn({ err }, 'the connection that tells other processes was lost'));
  const underWay = new Set<Promise<unknown>>();
  return {
    query: (sql: string, values?: unknown[]): Promise<pg.QueryResult> => {
      const sent = pool.query(sql, values);
      const settled: Promise<unknown> = sent.then(
        () => underWay.delete(settled),
        () => underWay.delete(settled),
      );
      underWay.add(settled);
      return sent;
    },
    close: async (): Promise<void> => {
      await Promise.all(underWay);
      await pool.end();
    },
  };
}
