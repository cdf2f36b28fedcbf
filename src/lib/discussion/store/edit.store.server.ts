import type { Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { Refusal } from '#lib/refusal.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { MAX_EDITS } from '#lib/discussion/comment.ts';
import type { Written } from './change.store.server.ts';
import { RENDERER } from '#lib/discussion/reading/markdown.server.ts';
import { lockThread, readFacts, setModerated } from './moderate.store.server.ts';

export interface Edit {
  id: string;
  verdictId: string;
  authorId: string;
  /** The version that was edited; another one now means that somebody was faster. */
  version: number;
  body: string;
  html: string;
  now: Date;
  /** Screening wants a moderator to read the new text before anybody else does. */
  withhold: boolean;
}

/** Of the comment `c`: hidden by the weight of its reports, and not brought back by an edit before. That is possible once. */
export const MAY_EDIT_BACK = Prisma.sql`
  CASE WHEN c.status = 'hidden' AND NOT c.edited_back THEN 'hide' = (
    SELECT d.kind FROM decisions d WHERE d.comment_id = c.id AND d.kind IN ('hide', 'hold', 'keep', 'restore', 'undo')
    ORDER BY d.created_at DESC, d.id DESC LIMIT 1) ELSE false END`;

/**
 * Replaces the text and keeps the old one as a revision. What reports had hidden comes back with its new text.
 * `alongside` writes what belongs to the same transaction. @throws Refusal `comment-changed`, and
 * what `whyNotWrite` says of the verdict as it is under the lock
 */
export async function updateBody(
  edit: Edit,
  alongside: (tx: Tx) => Promise<void> = async () => {},
): Promise<Written> {
  const { id, verdictId } = edit;
  const { written } = await lockThread(verdictId, async (locked) => {
    const { tx, state, seq, touched } = locked;
    const why = whyNotWrite(state, null);
    if (why) throw new Refusal(why);
    const before = await keepRevision(tx, edit);
    if (!before) throw new Refusal('comment-changed');
    const text = { body: edit.body, html: edit.html, renderer: RENDERER, editedAt: edit.now };
    const back = before === 'hidden' ? { editedBack: true } : {};
    await tx.comment.update({
      where: { id },
      data: { ...text, ...back, version: { increment: 1 }, seq: await seq() },
      select: { id: true },
    });
    touched.add(id);
    await alongside(tx);
    const to = edit.withhold ? 'hidden' : 'visible';
    if (to !== before) await setModerated(locked, (await readFacts(tx, verdictId, id))!, to);
  });
  return written!;
}

/**
 * The limit on edits is checked again here: of edits that run at once, one finds its version.
 * @returns the status before the edit; null if the comment has another version, or its author can't edit it
 */
async function keepRevision(tx: Tx, { id, authorId, version }: Edit): Promise<'visible' | 'hidden' | null> {
  const [row] = await tx.$queryRaw<{ status: 'visible' | 'hidden' }[]>`
    WITH kept AS (
      INSERT INTO comment_revisions (comment_id, version, body, created_at)
      SELECT c.id, c.version, c.body, coalesce(c.edited_at, c.created_at) FROM comments c
      WHERE c.id = ${id}::uuid AND c.author_id = ${authorId}::uuid AND c.version = ${version}
        AND ((c.status = 'visible' AND c.version <= ${MAX_EDITS}) OR ${MAY_EDIT_BACK})
      RETURNING comment_id
    )
    SELECT c.status::text AS status FROM comments c JOIN kept ON kept.comment_id = c.id`;
  return row?.status ?? null;
}
