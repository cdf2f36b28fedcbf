import { pool, type Tx } from './client.server.ts';
import type { Prisma } from './generated/client.ts';
import { statementName } from './query-plans.server.ts';

/**
 * The rows of hand-written SQL, straight from pg: what `$queryRaw` does to each value costs several times the query,
 * which hot paths can't afford. A bigint is returned as text; cast it. With `tx` it goes through Prisma.
 * @throws pg's DatabaseError, or Prisma's with `tx`
 */
export async function rowsOf<Row extends object>(sql: Prisma.Sql, tx?: Tx): Promise<Row[]> {
  if (tx) return tx.$queryRaw<Row[]>(sql);
  const { text, values } = sql;
  const { rows } = await pool().query<Row>({ name: statementName(text), text, values });
  return rows;
}
