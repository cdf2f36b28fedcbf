import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { settings } from '../env.server.ts';
import { log } from '../log.server.ts';
import { PrismaClient, type Prisma } from './generated/client.ts';

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

// Room for six processes below PostgreSQL's default of 100 connections; more than this per process only queues on
// the cores of the database.
const MAX_CONNECTIONS = 16;

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
  const pool = new pg.Pool({ connectionString, max: MAX_CONNECTIONS, connectionTimeoutMillis: MAX_WAIT_MS });
  // A prepared plan doesn't know how small the page is that is asked for, takes a long thread's cost for all of it, and
  // compiles for twenty milliseconds what then runs for half of one.
  pool.on('connect', (client) => {
    client.query('SET jit = off').catch((err: unknown) => log.warn({ err }, 'jit could not be set off'));
  });
  // Without a listener, an idle connection that the server drops would end the process.
  pool.on('error', (error: Error & { client?: unknown }) => {
    // pg hangs its whole client on it, with every statement that has a name.
    delete error.client;
    log.warn({ err: error }, 'an idle database connection was lost');
  });
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames() });
  return { pool, client: new PrismaClient({ adapter, transactionOptions: PATIENCE }) };
}

// Named statements are planned once per connection, about a third faster. Lists of varying length (`IN (…)`) make
// ever new SQL, and PostgreSQL keeps each name until the connection ends; so only the first ones get a name.
const MAX_NAMED_STATEMENTS = 500;

function statementNames() {
  const names = new Map<string, string>();
  return ({ sql }: { sql: string }): string => {
    const name = names.get(sql);
    if (name) return name;
    if (names.size >= MAX_NAMED_STATEMENTS) return ''; // to pg, no name
    const made = `q${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
    names.set(sql, made);
    return made;
  };
}
