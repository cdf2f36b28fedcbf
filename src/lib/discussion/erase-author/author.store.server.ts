import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { countComments, loosen, type Standing } from '#lib/discussion/store/change.store.server.ts';
import { eraseText, type Locked } from '#lib/discussion/store/moderate.store.server.ts';

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

/** Withdraws a comment that is neither withdrawn nor removed, as its author would. */
export async function withdraw(locked: Locked, verdictId: string, id: string, now: Date): Promise<void> {
  const { tx, touched } = locked;
  const seq = await locked.seq();
  const [gone] = await tx.$queryRaw<(Standing & { placed: boolean })[]>`
    UPDATE comments SET status = 'withdrawn', withdrawn_at = ${now}, seq = CASE WHEN seq > 0 THEN ${seq}::int ELSE 0 END
    FROM (SELECT id, status AS before FROM comments WHERE id = ${id}::uuid FOR UPDATE) old
    WHERE comments.id = old.id AND status NOT IN ('withdrawn', 'removed')
    RETURNING comments.id, parent_id AS "parentId", replies, status::text AS status, old.before::text AS before,
      seq > 0 AS placed`;
  if (!gone) return;
  if (gone.placed) touched.add(id);
  if (gone.before !== 'visible') return;
  await countComments(tx, verdictId, -1);
  for (const above of await loosen(tx, gone, seq)) touched.add(above);
}

/** Erases the text of a comment that is withdrawn or removed, and its earlier versions. */
export async function erase(locked: Locked, id: string, now: Date): Promise<void> {
  const [row] = await locked.tx.$queryRaw<{ placed: boolean }[]>`
    SELECT seq > 0 AS placed FROM comments
    WHERE id = ${id}::uuid AND erased_at IS NULL AND status IN ('withdrawn', 'removed')`;
  if (row) await eraseText(locked, { id, placed: row.placed }, now);
}

/** Comments that show this author's name, their own and those that answer them, are sent to open pages again. */
export async function touchNames({ tx, touched, ...locked }: Locked, ids: string[]): Promise<void> {
  const seq = await locked.seq();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE comments SET seq = ${seq}::int
    WHERE (id = ANY(${ids}::uuid[]) OR answers_id = ANY(${ids}::uuid[])) AND seq > 0 RETURNING id`;
  for (const { id } of rows) touched.add(id);
}

/** Those with an open case, which moderators may be looking at. */
export async function withOpenCase(ids: string[]): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(Prisma.sql`
    SELECT DISTINCT comment_id AS id FROM cases WHERE comment_id = ANY(${ids}::uuid[]) AND state = 'open'`);
  return rows.map(({ id }) => id);
}
