import { randomUUID } from 'node:crypto';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { Anchor } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import { RENDERER } from './markdown.server.ts';
import type { Place } from './placement.ts';

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

export interface NewComment {
  verdictId: string;
  authorId: string;
  place: Place;
  body: string;
  html: string;
  anchor: Anchor | null;
  nonce: string | null;
  now: Date;
}

/**
 * Inserts a comment: one statement, so the verdict's row is locked for one round trip and not for five.
 * @returns also `told`: who got a notice of the reply
 * @throws Refusal `parent-gone` where the parent has left the thread meanwhile, `thread-locked`
 * @throws DuplicateNonce where this author's nonce was used before
 */
export async function insertComment(
  comment: NewComment,
  tx: Tx = db(),
): Promise<Written & { id: string; told: string | null }> {
  const { verdictId, place, now } = comment;
  const id = newId(now);
  try {
    const [row] = await tx.$queryRaw<{ seq: number; total: number; told: string | null }[]>`
      WITH head AS (
        UPDATE verdicts SET seq = seq + 1, comment_count = comment_count + 1
        WHERE id = ${verdictId}::uuid AND locked_at IS NULL
        RETURNING seq, comment_count
      ), parent AS (
        UPDATE comments SET replies = replies + 1, seq = head.seq FROM head
        WHERE id = ${place.parentId}::uuid AND verdict_id = ${verdictId}::uuid AND ${placeStands(place)}
        RETURNING path
      ), made AS (
        INSERT INTO comments (id, verdict_id, author_id, parent_id, root_id, answers_id, depth, path, body, html,
          renderer, anchor, nonce, seq, created_at)
        -- A parent that is gone leaves the path null, which the column refuses: the whole statement is undone,
        -- the seq included.
        SELECT ${id}::uuid, ${verdictId}::uuid, ${comment.authorId}::uuid, ${place.parentId}::uuid,
          ${place.rootId}::uuid, ${place.answersId}::uuid, ${place.depth}::int,
          CASE WHEN ${place.parentId}::uuid IS NULL THEN '' ELSE (SELECT path FROM parent) END || lpad(to_hex(head.seq), 8, '0'),
          ${comment.body}, ${comment.html}, ${RENDERER}::int, ${comment.anchor && JSON.stringify(comment.anchor)}::jsonb,
          ${comment.nonce}::uuid, head.seq, ${now}
        FROM head RETURNING id, author_id, parent_id, root_id, answers_id
      ), told AS (${noticeOfReply(now)})
      SELECT seq, comment_count AS total, (SELECT user_id FROM told) AS told FROM head`;
    // The verdict was there a moment ago, and verdicts stay: what is new is its lock.
    if (!row) throw new Refusal('thread-locked');
    return { ...row, id, touched: place.parentId ? [id, place.parentId] : [id] };
  } catch (fault) {
    throw asRefusal(fault);
  }
}

/**
 * Tells whom `made` answers, unless they wrote it themselves or muted the thread. Part of the statement that makes
 * the comment: there is no reply without its notice, and the verdict's row is locked no longer than before.
 */
export function noticeOfReply(now: Date): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO notices (id, user_id, kind, comment_id, created_at)
    SELECT ${newId(now)}::uuid, answered.author_id, 'reply', made.id, ${now}
    FROM made JOIN comments answered ON answered.id = coalesce(made.answers_id, made.parent_id)
    WHERE answered.author_id <> made.author_id AND NOT EXISTS (
      SELECT 1 FROM thread_mutes WHERE user_id = answered.author_id AND root_id = made.root_id)
    RETURNING user_id`;
}

/** A parent that is answered itself must be visible; one that only lends its place may be a tombstone with replies. */
export function placeStands(place: Place): Prisma.Sql {
  return place.answersId ? Prisma.sql`(status = 'visible' OR replies > 0)` : Prisma.sql`status = 'visible'`;
}

/** This author has sent this nonce before. */
export class DuplicateNonce extends Error {}

export function asRefusal(fault: unknown): unknown {
  if (!(fault instanceof Prisma.PrismaClientKnownRequestError)) return fault;
  const text = JSON.stringify(fault.meta) + fault.message;
  if (text.includes('comments_author_id_nonce_key')) return new DuplicateNonce();
  if (/not.?null/i.test(text) && text.includes('path')) return new Refusal('parent-gone');
  return fault;
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
