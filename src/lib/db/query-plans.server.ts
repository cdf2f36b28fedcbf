// What steers the choice of plans. A named statement is planned once per connection, about a third faster, and its plan
// is kept: made while a thread is short, it may read the whole thread when that has grown.
import { createHash } from 'node:crypto';
import { Prisma } from './generated/client.ts';

// Settings of each connection. A kept plan doesn't know how small the requested page is: with the cost of a long thread
// in view it would compile for 20 ms (`jit`) what runs for half of one. By default, planning assumes a spinning disk
// (`random_page_cost`): a plan made while a table has a few pages then scans all of it for each key.
export const PLANNER_SETTINGS = 'SET jit = off; SET random_page_cost = 1.1';

// Lists of varying length (`IN (…)`) make ever new SQL, and PostgreSQL keeps each name until the connection ends.
const MAX_NAMED_STATEMENTS = 500;

const names = new Map<string, string>();

/** The name under which a statement is prepared, the same on all connections; empty for one too many, which pg reads as none. */
export function statementName(sql: string): string {
  const known = names.get(sql);
  if (known) return known;
  if (names.size >= MAX_NAMED_STATEMENTS) return '';
  const name = `q${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
  names.set(sql, name);
  return name;
}

// Part of the SQL, because a kept plan would assume a tenth of the table for a parameter: that looks expensive, and
// PostgreSQL would plan every execution, which for a page takes several times as long as reading it.
export function limitOf(rows: number): Prisma.Sql {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new RangeError(`${rows} is no number of rows`);
  return Prisma.raw(`LIMIT ${rows}`);
}

// For a subquery by a unique key: PostgreSQL then looks each key up by index. Without it, a plan that was made while the
// table was short joins by reading all of it, and is kept while the table grows.
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
