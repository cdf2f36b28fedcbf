import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

/**
 * What a verdict's page shows beside article and thread: an SQL expression that gives JSON, in which `v.id` is the
 * verdict. It must hold nothing about the reader, because the page is everyone's, and whatever changes it must change
 * the page's state (src/page-states.server.ts).
 */
export interface AroundPart<T> {
  sql: Prisma.Sql;
  /** Only for the type. */
  reads?: T;
}

export type Around<Parts> = { [Name in keyof Parts]: Parts[Name] extends AroundPart<infer T> ? T : never };

/**
 * All of it in one query, so that a page view costs one query more however many features there are. The page's load
 * names the parts, because some are of domains above this one.
 */
export async function readAround<Parts extends Record<string, AroundPart<unknown>>>(
  verdictId: string,
  parts: Parts,
): Promise<Around<Parts>> {
  const columns = Object.entries(parts).map(
    ([name, { sql }]) => Prisma.sql`(${sql}) AS ${Prisma.raw(`"${name}"`)}`,
  );
  const [row] = await rowsOf<Around<Parts>>(
    Prisma.sql`SELECT ${Prisma.join(columns)} FROM (SELECT ${verdictId}::uuid AS id) v`,
  );
  return row!;
}
