import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { settings } from '../env.server.ts';
import { log } from '../log.server.ts';
import { PrismaClient, type Prisma } from './generated/client.ts';
import { PLANNER_SETTINGS, statementName } from './query-plans.server.ts';

export type Db = PrismaClient;
/** What a store needs: the client itself, or the client of a transaction that is under way. */
export type Tx = Prisma.TransactionClient;

interface Shared {
  pool: pg.Pool;
  client: PrismaClient;
}

// On globalThis: the entry, SvelteKit's bundle and every hot reload are separate copies of this module, and all of
// them must share one pool.
const KEY = Symbol.for('copecheck.db');
const shared = globalThis as { [KEY]?: Shared | undefined };

// With up to three more for messages between processes, five processes fit below PostgreSQL's default of 100
// connections; more than this per process only queues on the cores of the database.
const MAX_CONNECTIONS = 16;

// As many as a comment's questions take at once stay open however quiet it is: a new one costs its first asker several
// times what the question costs, and knows no statement yet. The first comment after a silence would wait for it all.
const KEPT_CONNECTIONS = 5;
const KEEP_ALIVE_MS = 60_000;

// Whoever waits this long for a connection has left the page; an error then tells of an overload that a queue hides.
const MAX_WAIT_MS = 10_000;

// A transaction waits for its connection as long as any query does, and for the row of a busy thread as well. Prisma's
// own 2 and 5 seconds would fail what is only queueing.
const PATIENCE = { maxWait: MAX_WAIT_MS, timeout: 2 * MAX_WAIT_MS };

/** The one PrismaClient of this process. Only stores (`*.store.server.ts`) query with it; use cases open transactions. */
export function db(): Db {
  return connection().client;
}

/** The pool beneath `db()`, for libraries that bring their own SQL (rate limits, socket.io's adapter). */
export function pool(): pg.Pool {
  return connection().pool;
}

/** Ends the connections; the next `db()` makes new ones. */
export async function closeDb(): Promise<void> {
  const open = shared[KEY];
  shared[KEY] = undefined;
  await open?.client.$disconnect();
  await open?.pool.end();
}

function connection(): Shared {
  return (shared[KEY] ??= connect());
}

function connect(): Shared {
  const connectionString = settings().DATABASE_URL;
  if (!connectionString)
    throw new Error('No database: DATABASE_URL is unset and no embedded server was started.');
  const pool = new pg.Pool({
    connectionString,
    max: MAX_CONNECTIONS,
    min: KEPT_CONNECTIONS,
    // Silence is not to be taken for the end of a connection by what lies between.
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    connectionTimeoutMillis: MAX_WAIT_MS,
    onConnect: (client) => client.query(PLANNER_SETTINGS),
  });
  // Without a listener, an idle connection that the server drops would end the process.
  pool.on('error', (error: Error & { client?: unknown }) => {
    // pg hangs its whole client on it, with every statement that has a name.
    delete error.client;
    log.warn({ err: error }, 'an idle database connection was lost');
  });
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => statementName(sql) });
  return { pool, client: new PrismaClient({ adapter, transactionOptions: PATIENCE }) };
}
