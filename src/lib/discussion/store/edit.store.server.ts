import { Refusal } from '#lib/refusal.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { MAX_EDITS } from '#lib/discussion/comment.ts';
import { RENDERER } from '#lib/discussion/reading/markdown.server.ts';
import { MAY_EDIT_BACK } from './comment.store.server.ts';
import type { ThreadChange } from './thread-change.store.server.ts';

export interface Edit {
  id: string;
  authorId: string;
  /** The version that was edited. A newer one means that another edit was faster. */
  version: number;
  body: string;
  html: string;
  now: Date;
  withhold: boolean;
}

/**
 * Replaces the text and keeps the old one as a revision. A comment hidden by reports becomes visible again.
 * @throws Refusal `comment-changed`, and what `whyNotWrite` says of the verdict as it is under the lock
 */
export async function saveEdit(thread: ThreadChange, edit: Edit): Promise<void> {
  const why = whyNotWrite(thread.state, null);
  if (why) throw new Refusal(why);
  const before = await keepRevision(thread, edit);
  if (!before) throw new Refusal('comment-changed');
  const { id, body, html, now: editedAt } = edit;
  const text = { body, html, renderer: RENDERER, editedAt };
  await thread.replaceText(id, before === 'hidden' ? { ...text, editedBack: true } : text);
  const to = edit.withhold ? 'hidden' : 'visible';
  if (to !== before) await thread.move((await thread.read(id))!, to);
}

/**
 * Checks the limit on edits again: of edits that run at once, only one finds its version.
 * @returns the status before the edit; null if the comment has another version, or its author can't edit it
 */
async function keepRevision(
  { tx }: ThreadChange,
  { id, authorId, version }: Edit,
): Promise<'visible' | 'hidden' | null> {
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
