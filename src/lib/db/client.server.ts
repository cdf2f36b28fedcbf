import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { settings } from '../env.server.ts';
import { log } from '../log.server.ts';
import { processState } from '../process-state.ts';
import { PrismaClient, type Prisma } from './generated/client.ts';
import { PLANNER_SETTINGS, statementName } from './query-plans.server.ts';

export type Db = PrismaClient;
export type Tx = Prisma.TransactionClient;

interface Connection {
  pool: pg.Pool;
  client: PrismaClient;
}

const shared = processState<Connection>('db');

// With up to three more for messages between processes, five processes stay below PostgreSQL's default of 100
// connections. More per process would only queue on the cores of the database.
const MAX_CONNECTIONS = 16;

// The parallel queries of one comment. Connections stay open when idle: opening one costs several times a query, and it
// has no prepared statements yet. The first comment after a quiet time would wait for all of that.
const KEPT_CONNECTIONS = 5;
const KEEP_ALIVE_MS = 60_000;

// A reader who waits this long has left the page; an error then shows an overload that a queue would hide.
const MAX_WAIT_MS = 10_000;

// A transaction waits for its connection like any query, and for the row of a busy thread. Prisma's defaults of 2 and 5
// seconds would fail transactions that only queue.
const TRANSACTION_TIMEOUTS = { maxWait: MAX_WAIT_MS, timeout: 2 * MAX_WAIT_MS };

/** The process's PrismaClient. Only stores (`*.store.server.ts`) query with it; use cases open transactions. */
export function db(): Db {
  return connection().client;
}

/** The pool beneath `db()`, for libraries that bring their own SQL (rate limits, socket.io's adapter). */
export function pool(): pg.Pool {
  return connection().pool;
}

export async function closeDb(): Promise<void> {
  const open = shared.value;
  shared.value = undefined;
  await open?.client.$disconnect();
  await open?.pool.end();
}

function connection(): Connection {
  return (shared.value ??= connect());
}

function connect(): Connection {
  const connectionString = settings().DATABASE_URL;
  if (!connectionString)
    throw new Error('No database: DATABASE_URL is unset and no embedded server was started.');
  const pool = new pg.Pool({
    connectionString,
    max: MAX_CONNECTIONS,
    min: KEPT_CONNECTIONS,
    // A firewall in between must not drop idle connections.
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    connectionTimeoutMillis: MAX_WAIT_MS,
    onConnect: (client) => client.query(PLANNER_SETTINGS),
  });
  // Without a listener, an idle connection that the server drops would end the process.
  pool.on('error', (error: Error & { client?: unknown }) => {
    delete error.client;
    log.warn({ err: error }, 'an idle database connection was lost');
  });
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => statementName(sql) });
  return { pool, client: new PrismaClient({ adapter, transactionOptions: TRANSACTION_TIMEOUTS }) };
}
