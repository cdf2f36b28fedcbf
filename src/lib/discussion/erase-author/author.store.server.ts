import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

/** The comments of an account that is erased. Each function deals with some comments of one verdict. */

export interface Chunk {
  verdict: { id: string; slug: string };
  ids: string[];
}

/** Which comments: those that may be erased with their author, or those that stay without a name. */
export interface Which {
  authorId: string;
  /** Beyond those that the author withdrew earlier, also all others. */
  withdraw: boolean;
}

interface Row {
  id: string;
  verdictId: string;
  slug: string;
}

/** Up to `limit` comments of one verdict whose text is to be erased; null where none is left. */
export async function nextToErase({ authorId, withdraw }: Which, limit: number): Promise<Chunk | null> {
  return chunkOf(
    await rowsOf<Row>(Prisma.sql`
      SELECT c.id, v.id AS "verdictId", v.slug FROM comments c JOIN verdicts v ON v.id = c.verdict_id
      WHERE c.author_id = ${authorId}::uuid AND c.erased_at IS NULL AND (${withdraw} OR c.withdrawn_at IS NOT NULL)
      ORDER BY v.id, c.path DESC LIMIT ${limit}`),
  );
}

/** Up to `limit` remaining comments of one verdict, after `after` in the order of their ids. */
export async function nextToRename(authorId: string, after: string, limit: number): Promise<Chunk | null> {
  return chunkOf(
    await rowsOf<Row>(Prisma.sql`
      SELECT c.id, v.id AS "verdictId", v.slug FROM comments c JOIN verdicts v ON v.id = c.verdict_id
      WHERE c.author_id = ${authorId}::uuid AND c.erased_at IS NULL AND c.id > ${after}::uuid
      ORDER BY c.id LIMIT ${limit}`),
  );
}

function chunkOf(rows: Row[]): Chunk | null {
  const [first] = rows;
  if (!first) return null;
  const { verdictId: id, slug } = first;
  const others = rows.findIndex((row) => row.verdictId !== id);
  const there = others < 0 ? rows : rows.slice(0, others);
  return { verdict: { id, slug }, ids: there.map((row) => row.id) };
}

/** Placed comments that show this author's name: these and the replies that name it. */
export async function readNaming(tx: Tx, ids: string[]): Promise<{ id: string; placed: true }[]> {
  const rows = await tx.comment.findMany({
    where: { OR: [{ id: { in: ids } }, { answersId: { in: ids } }], seq: { gt: 0 } },
    select: { id: true },
  });
  return rows.map(({ id }) => ({ id, placed: true }));
}

/** Those with an open case, which moderators may be looking at. */
export async function withOpenCase(ids: string[]): Promise<string[]> {
  const where = { commentId: { in: ids }, state: 'open' } as const;
  const rows = await db().case.findMany({ where, select: { commentId: true }, distinct: ['commentId'] });
  return rows.flatMap(({ commentId }) => commentId ?? []);
}
