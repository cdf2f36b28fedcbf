import { pool, type Tx } from './client.server.ts';
import type { Prisma } from './generated/client.ts';
import { statementName } from './query-plans.server.ts';

/**
 * Rows straight from pg, because `$queryRaw` costs several times the query on hot paths. A bigint is text; cast it. With
 * `tx` it goes through Prisma.
 */
export async function rowsOf<Row extends object>(sql: Prisma.Sql, tx?: Tx): Promise<Row[]> {
  if (tx) return tx.$queryRaw<Row[]>(sql);
  const { text, values } = sql;
  const { rows } = await pool().query<Row>({ name: statementName(text), text, values });
  return rows;
}
