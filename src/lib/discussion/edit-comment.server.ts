import type { z } from 'zod';
import { signedIn } from '#lib/actor.ts';
import type { CommentView } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import { updateBody } from './change.store.server.ts';
import type { editInput } from './comment-input.ts';
import { commentView } from './comment-view.ts';
import { findComment, findRow, type Asking } from './find-comment.server.ts';
import { renderMarkdown } from './markdown.server.ts';
import { publishChange } from './publish-change.server.ts';
import { whyNotEdit } from './rules.ts';

/**
 * Replaces a comment's text; the old one stays as a revision. The same text again changes nothing.
 * @throws Refusal `comment-not-found`, `not-yours`, `too-late-to-edit`, `comment-changed` (with the fresh comment)
 */
export async function editComment(
  id: string,
  { body, version }: z.output<typeof editInput>,
  asking: Asking,
): Promise<CommentView> {
  const author = signedIn(asking.actor);
  const row = await findRow(id, author);
  const why = whyNotEdit(row, author, asking.now);
  if (why) throw new Refusal(why);
  if (row.body === body) return commentView(row, author, asking.now);
  const edit = { id, verdictId: row.verdictId, authorId: author.id, version, body, now: asking.now };
  try {
    const written = await updateBody({ ...edit, html: renderMarkdown(body) });
    await publishChange({ id: row.verdictId, slug: row.slug }, written);
  } catch (fault) {
    if (!(fault instanceof Refusal) || fault.code !== 'comment-changed') throw fault;
    throw new Refusal('comment-changed', { state: await findComment(id, asking) });
  }
  return findComment(id, asking);
}
