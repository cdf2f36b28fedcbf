import { db, type Tx } from '#lib/db/client.server.ts';

interface Chunk {
  verdict: { id: string; slug: string };
  ids: string[];
}

export interface ErasureScope {
  authorId: string;
  /** All comments, not only those that the author withdrew earlier. */
  withdraw: boolean;
}

export async function nextToErase(
  { authorId, withdraw }: ErasureScope,
  limit: number,
): Promise<Chunk | null> {
  const rows = await db().comment.findMany({
    where: { authorId, erasedAt: null, ...(withdraw ? {} : { withdrawnAt: { not: null } }) },
    orderBy: [{ verdictId: 'asc' }, { path: 'desc' }],
    take: limit,
    select: ROW,
  });
  return chunkOf(rows);
}

export async function nextToRename(authorId: string, after: string, limit: number): Promise<Chunk | null> {
  const rows = await db().comment.findMany({
    where: { authorId, erasedAt: null, id: { gt: after } },
    orderBy: { id: 'asc' },
    take: limit,
    select: ROW,
  });
  return chunkOf(rows);
}

const ROW = { id: true, verdict: { select: { id: true, slug: true } } } as const;

function chunkOf(rows: { id: string; verdict: Chunk['verdict'] }[]): Chunk | null {
  const [first] = rows;
  if (!first) return null;
  const others = rows.findIndex(({ verdict }) => verdict.id !== first.verdict.id);
  const chunk = others < 0 ? rows : rows.slice(0, others);
  return { verdict: first.verdict, ids: chunk.map(({ id }) => id) };
}

/** Placed comments that show this author's name: these and the replies that name it. */
export async function readNaming(tx: Tx, ids: string[]): Promise<{ id: string; placed: true }[]> {
  const rows = await tx.comment.findMany({
    where: { OR: [{ id: { in: ids } }, { answersId: { in: ids } }], seq: { gt: 0 } },
    select: { id: true },
  });
  return rows.map(({ id }) => ({ id, placed: true }));
}

export async function withOpenCase(ids: string[]): Promise<string[]> {
  const where = { commentId: { in: ids }, state: 'open' } as const;
  const rows = await db().case.findMany({ where, select: { commentId: true }, distinct: ['commentId'] });
  return rows.flatMap(({ commentId }) => commentId ?? []);
}
