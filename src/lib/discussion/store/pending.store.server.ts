import { randomUUID } from 'node:crypto';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { Refusal } from '#lib/refusal.ts';
import { newId } from './change.store.server.ts';
import { DuplicateNonce, placeStands, type NewComment } from './insert.store.server.ts';
import { RENDERER } from '#lib/discussion/reading/markdown.server.ts';

/**
 * Comments that wait for a moderator before anyone saw them. They take no seq, count nowhere and hold no place for
 * anybody but their author and moderators, so there is nothing that could tell of them. The case opens by a trigger.
 */

/**
 * Inserts a held comment. @returns its id
 * @throws Refusal `parent-gone`, `thread-locked`
 * @throws DuplicateNonce where this author's nonce was used before
 */
export async function insertPending(comment: NewComment, tx: Tx): Promise<string> {
  const { verdictId, place, now } = comment;
  const id = newId(now);
  try {
    const made = await tx.$executeRaw`
      INSERT INTO comments (id, verdict_id, author_id, parent_id, root_id, answers_id, depth, path, body, html,
        renderer, anchor, nonce, seq, status, moderated_status, created_at)
      SELECT ${id}::uuid, v.id, ${comment.authorId}::uuid, parent.id, ${place.rootId}::uuid, ${place.answersId}::uuid,
        ${place.depth}::int, coalesce(parent.path, '') || ${waitingPlace()}, ${comment.body}, ${comment.html},
        ${RENDERER}::int, ${comment.anchor && JSON.stringify(comment.anchor)}::jsonb, ${comment.nonce}::uuid, 0,
        'pending', 'pending', ${now}
      FROM verdicts v LEFT JOIN comments parent
        ON parent.id = ${place.parentId}::uuid AND parent.verdict_id = v.id AND ${placeStands(Prisma.sql`${place.answersId}::uuid`)}
      WHERE v.id = ${verdictId}::uuid AND v.state = 'published' AND (parent.id IS NOT NULL OR ${place.parentId}::uuid IS NULL)`;
    if (made === 0) throw new Refusal('parent-gone');
    return id;
  } catch (fault) {
    throw isKnownNonce(fault) ? new DuplicateNonce() : fault;
  }
}

function isKnownNonce(fault: unknown): boolean {
  if (!(fault instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return (JSON.stringify(fault.meta) + fault.message).includes('comments_author_id_nonce_key');
}

/** Seqs end at 7fffffff. What waits stands behind them all, and two that wait meet once in a quarter billion. */
function waitingPlace(): string {
  return `f${randomUUID().slice(0, 7)}`;
}

/** Takes back what nobody saw: no seq, nothing to tell. @returns false where it has been let in, or is gone */
export async function withdrawPending(id: string, authorId: string, now: Date): Promise<boolean> {
  const gone = await db().$executeRaw(Prisma.sql`
    UPDATE comments SET status = 'withdrawn', withdrawn_at = ${now}
    WHERE id = ${id}::uuid AND author_id = ${authorId}::uuid AND status = 'pending' AND seq = 0`);
  return gone > 0;
}
