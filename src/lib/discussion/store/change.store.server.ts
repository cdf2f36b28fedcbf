import { randomUUID } from 'node:crypto';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Refusal } from '#lib/refusal.ts';

/**
 * Writes comments. Every change takes the next seq of its verdict in its own transaction and stamps the rows it
 * touches with it. The verdict's row lock makes commit order the seq order: whoever sees seq n has seen all before.
 * Lock order, everywhere: the verdict's row first, then comments.
 */

export interface Written {
  seq: number;
  /** The verdict's comments now. */
  total: number;
  /** Ids of all rows that carry this seq. */
  touched: string[];
}

/**
 * Takes a comment back. Where it held no replies it leaves its place, and with it every tombstone above that held
 * nothing else. Withdrawing twice changes nothing: null.
 */
export async function markWithdrawn(
  { id, verdictId, authorId }: { id: string; verdictId: string; authorId: string },
  now: Date,
): Promise<Written | null> {
  try {
    return await inChange(verdictId, async (tx, seq) => {
      const [gone] = await tx.$queryRaw<Standing[]>`
        UPDATE comments SET status = 'withdrawn', withdrawn_at = ${now}, seq = ${seq}
        FROM (SELECT id, status AS before FROM comments WHERE id = ${id}::uuid FOR UPDATE) old
        WHERE comments.id = old.id AND author_id = ${authorId}::uuid AND status NOT IN ('withdrawn', 'removed')
        RETURNING comments.id, parent_id AS "parentId", replies, status::text AS status, old.before::text AS before`;
      if (!gone) throw new NothingChanged();
      // What was hidden or waited had no place of its own: only from sight can it leave one.
      if (gone.before !== 'visible') return [id];
      await countComments(tx, verdictId, -1);
      return [id, ...(await loosen(tx, gone, seq))];
    });
  } catch (fault) {
    if (fault instanceof NothingChanged) return null;
    throw fault;
  }
}

export interface Standing {
  id: string;
  parentId: string | null;
  replies: number;
  status: string;
  before?: string;
}

/** Thrown to undo a change that turned out to be none, its seq included. */
class NothingChanged extends Error {}

/** Walks up from a comment that left its place: each parent holds one reply less, and leaves too where none is left. */
export async function loosen(tx: Tx, from: Standing, seq: number): Promise<string[]> {
  const touched: string[] = [];
  let left = from;
  while (left.replies === 0 && left.status !== 'visible' && left.parentId) {
    const [parent] = await tx.$queryRaw<Standing[]>`
      UPDATE comments SET replies = replies - 1, seq = ${seq} WHERE id = ${left.parentId}::uuid
      RETURNING id, parent_id AS "parentId", replies, status::text AS status`;
    touched.push(parent!.id);
    left = parent!;
  }
  return touched;
}

/** Walks up from a comment that came back to its place: each parent holds one reply more, and comes back too where it held none. */
export async function tighten(tx: Tx, from: Standing, seq: number): Promise<string[]> {
  const touched: string[] = [];
  let parentId = from.parentId;
  while (parentId) {
    const [parent] = await tx.$queryRaw<Standing[]>`
      UPDATE comments SET replies = replies + 1, seq = ${seq} WHERE id = ${parentId}::uuid
      RETURNING id, parent_id AS "parentId", replies, status::text AS status`;
    touched.push(parent!.id);
    const stoodAnyway = parent!.status === 'visible' || parent!.replies > 1;
    parentId = stoodAnyway ? null : parent!.parentId;
  }
  return touched;
}

export async function countComments(tx: Tx, verdictId: string, by: number): Promise<void> {
  await tx.verdict.update({ where: { id: verdictId }, data: { commentCount: { increment: by } } });
}

/** One change of a thread: takes the next seq, lets `write` stamp its rows with it, commits. */
export async function inChange(
  verdictId: string,
  write: (tx: Tx, seq: number) => Promise<string[]>,
): Promise<Written> {
  return db().$transaction(async (tx) => {
    const [head] = await tx.$queryRaw<{ seq: number }[]>`
      UPDATE verdicts SET seq = seq + 1 WHERE id = ${verdictId}::uuid RETURNING seq`;
    if (!head) throw new Refusal('verdict-not-found');
    const touched = await write(tx, head.seq);
    const { commentCount } = await tx.verdict.findUniqueOrThrow({
      where: { id: verdictId },
      select: { commentCount: true },
    });
    return { seq: head.seq, total: commentCount, touched };
  });
}

/** UUIDv7 (RFC 9562): 48 bits of milliseconds, then random, so that ids sort by time. */
export function newId(now: Date): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  const rest = randomUUID().slice(15);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest}`;
}
