import pg from 'pg';
import { settings } from '../env.server.ts';
import { log } from '../log.server.ts';

/** Milliseconds after which a message that could not be sent is dropped: late, it is of no use. */
const SEND_TIMEOUT = 2_000;

// A NOTIFY is a transaction and would wait for the disk, though it stores nothing.
const UNSYNCED = '-c synchronous_commit=off';

/** A connection for LISTEN. `release` closes it; a lost one emits `end`. @throws if the database does not respond */
export async function listener(): Promise<pg.Client & { release: () => void }> {
  const client = new pg.Client({ connectionString: settings().DATABASE_URL, keepAlive: true });
  // Without a listener, a connection that the server drops would end the process.
  client.on('error', (err) =>
    log.warn({ err }, 'the connection that receives messages of other processes was lost'),
  );
  await client.connect();
  return Object.assign(client, { release: () => void client.end().catch(() => {}) });
}

/** A connection for NOTIFY, so that messages are sent in order and never wait behind requests. */
export function publisher() {
  const pool = new pg.Pool({
    connectionString: settings().DATABASE_URL,
    max: 1,
    options: UNSYNCED,
    connectionTimeoutMillis: SEND_TIMEOUT,
    keepAlive: true,
  });
  pool.on('error', (err) =>
    log.warn({ err }, 'the connection that sends messages to other processes was lost'),
  );
  const pending = new Set<Promise<unknown>>();
  return {
    query: (sql: string, values?: unknown[]): Promise<pg.QueryResult> => {
      const sent = pool.query(sql, values);
      const settled: Promise<unknown> = sent.then(
        () => pending.delete(settled),
        () => pending.delete(settled),
      );
      pending.add(settled);
      return sent;
    },
    close: async (): Promise<void> => {
      await Promise.all(pending);
      await pool.end();
    },
  };
}
