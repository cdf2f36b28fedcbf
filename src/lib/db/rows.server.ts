import { pool, type Tx } from './client.server.ts';
import { Prisma } from './generated/client.ts';
import { statementName } from './statement-names.server.ts';

/**
 * The rows of hand-written SQL, straight from pg: what `$queryRaw` does to each row and value afterwards costs several
 * times the query itself, and paths that everybody takes can't afford it. A bigint comes as text, as pg has it: cast it.
 * Within a transaction (`tx`) it goes through Prisma all the same. @throws pg's DatabaseError, or Prisma's with `tx`
 */
export async function rowsOf<Row extends object>(sql: Prisma.Sql, tx?: Tx): Promise<Row[]> {
  if (tx) return tx.$queryRaw<Row[]>(sql);
  const { text, values } = sql;
  const { rows } = await pool().query<Row>({ name: statementName(text), text, values });
  return rows;
}

/**
 * A LIMIT of our own as part of the SQL. As a parameter it would not be known to the plan that is kept for a statement:
 * that takes a tenth of the table for granted, looks dear, and PostgreSQL makes a new plan each time instead, which for
 * a page of a long thread takes several times as long as reading it.
 */
export function limitOf(rows: number): Prisma.Sql {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new RangeError(`${rows} is no number of rows`);
  return Prisma.raw(`LIMIT ${rows}`);
}

/** One row more than these is what a page may be read with. */
const PAGES = [10, 25, 50, 100];

/**
 * The LIMIT of a page of which somebody else asked so many rows: more than they asked for, so that one sees whether
 * there is more; the caller cuts the rest off. One of a few: who asks for 1, 2, 3, … rows must not fill every connection
 * with as many statements and plans. @throws RangeError beyond the largest page
 */
export function pageLimitOf(asked: number): Prisma.Sql {
  const page = PAGES.find((rows) => rows >= asked);
  if (page === undefined) throw new RangeError(`no page has ${asked} rows`);
  return limitOf(page + 1);
}
