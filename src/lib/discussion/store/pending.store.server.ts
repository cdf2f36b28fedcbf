import { randomUUID } from 'node:crypto';
import type { Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { Refusal } from '#lib/refusal.ts';
import { newId } from './new-id.server.ts';
import { DuplicateNonce, takesReplies, type NewComment } from './insert.store.server.ts';
import { RENDERER } from '#lib/discussion/reading/markdown.server.ts';

/** Pending comments take no seq and aren't counted, so other readers can't notice them. A trigger opens the case. */

/** @returns its id @throws Refusal `parent-gone` @throws DuplicateNonce */
export async function insertPending(comment: NewComment, tx: Tx): Promise<string> {
  const { verdictId, place, now } = comment;
  const id = newId(now);
  try {
    const made = await tx.$executeRaw`
      INSERT INTO comments (id, verdict_id, author_id, parent_id, root_id, answers_id, depth, path, body, html,
        renderer, anchor, nonce, seq, status, moderated_status, created_at)
      SELECT ${id}::uuid, v.id, ${comment.authorId}::uuid, parent.id, ${place.rootId}::uuid, ${place.answersId}::uuid,
        ${place.depth}::int, coalesce(parent.path, '') || ${pendingPath()}, ${comment.body}, ${comment.html},
        ${RENDERER}::int, ${comment.anchor && JSON.stringify(comment.anchor)}::jsonb, ${comment.nonce}::uuid, 0,
        'pending', 'pending', ${now}
      FROM verdicts v LEFT JOIN comments parent
        ON parent.id = ${place.parentId}::uuid AND parent.verdict_id = v.id AND ${takesReplies(Prisma.sql`${place.answersId}::uuid`)}
      WHERE v.id = ${verdictId}::uuid AND v.state = 'published' AND (parent.id IS NOT NULL OR ${place.parentId}::uuid IS NULL)`;
    if (made === 0) throw new Refusal('parent-gone');
    const mentions = comment.mentions.map((userId) => ({ commentId: id, userId }));
    if (mentions.length > 0) await tx.mention.createMany({ data: mentions });
    return id;
  } catch (fault) {
    throw isKnownNonce(fault) ? new DuplicateNonce() : fault;
  }
}

function isKnownNonce(fault: unknown): boolean {
  if (!(fault instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return (JSON.stringify(fault.meta) + fault.message).includes('comments_author_id_nonce_key');
}

/** Seqs end at 7fffffff, so pending comments sort last. Two get the same path once in a quarter billion. */
function pendingPath(): string {
  return `f${randomUUID().slice(0, 7)}`;
}
