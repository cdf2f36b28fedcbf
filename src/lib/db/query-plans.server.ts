// Settings and SQL that steer the query planner. PostgreSQL plans a named statement once per connection, which makes it
// about a third faster. But a plan made while a thread is short may read the whole thread once it has grown.
import { createHash } from 'node:crypto';
import { Prisma } from './generated/client.ts';

// Set on each connection. A cached plan doesn't know how small the requested page is: expecting to read a long thread,
// PostgreSQL would spend 20 ms on compiling (`jit`) a query that runs for half a millisecond. By default, the planner
// assumes a spinning disk (`random_page_cost`), so a plan made while a table is small scans all of it for each key.
export const PLANNER_SETTINGS = 'SET jit = off; SET random_page_cost = 1.1';

// Lists of varying length (`IN (…)`) produce new SQL each time, and PostgreSQL keeps each name until the connection ends.
const MAX_NAMED_STATEMENTS = 500;

const names = new Map<string, string>();

/** The name to prepare a statement under, the same on all connections. Empty above the maximum: pg then doesn't name it. */
export function statementName(sql: string): string {
  const known = names.get(sql);
  if (known) return known;
  if (names.size >= MAX_NAMED_STATEMENTS) return '';
  const name = `q${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
  names.set(sql, name);
  return name;
}

// Part of the SQL, not a parameter: for a parameter, a cached plan assumes a tenth of the table. That looks expensive, so
// PostgreSQL would plan every execution, which takes several times as long as reading a page.
export function limitOf(rows: number): Prisma.Sql {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new RangeError(`${rows} is not a number of rows`);
  return Prisma.raw(`LIMIT ${rows}`);
}

// For a subquery by a unique key, so that PostgreSQL looks up each key by index. Without it, a plan made while the table
// was small reads all of it for a join, even after the table has grown.
export const ONE_ROW = limitOf(1);

const PAGE_SIZES = [10, 25, 50, 100];

/**
 * For a page size that the client chose: one of a few sizes, so that clients can't fill the connections with statements.
 * Has at least one row more than requested, which shows whether there is a next page. @throws RangeError
 */
export function pageLimitOf(requested: number): Prisma.Sql {
  const size = PAGE_SIZES.find((rows) => rows >= requested);
  if (size === undefined) throw new RangeError(`no page has ${requested} rows`);
  return limitOf(size + 1);
}
