import { requireApproved, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { findOptions } from '#lib/discussion/options/find-options.server.ts';
import type { CommentOptions } from '#lib/discussion/options/comment-options.ts';
import { findRow, type FoundRow } from '#lib/discussion/reading/find-comment.server.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { refuseRestricted } from '#lib/standing/find-standing.server.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { isApproved, readMarked, setMarked } from './authorship.store.server.ts';

/**
 * Marks a comment as its author's reply to the verdict, in place of another one of theirs, or takes the mark away.
 * Idempotent. @throws Refusal `sign-in-first`, `rate-limited`, `comment-not-found`, `not-yours`, `author-only`, `restricted`
 */
export async function markReply(
  id: string,
  marked: boolean,
  { actor, now }: RequestContext,
): Promise<{ marked: boolean }> {
  const author = requireApproved(actor);
  await refuseReadOnly();
  if (marked) await refuseRestricted(author.id, 'comment', now);
  await spend('author-reply', author.id);
  const row = await findRow(id, author);
  const why = whyNotWrite(row.verdictState, author) ?? whyNotMark(row, author);
  if (why) throw new Refusal(why);
  await changeThread({ id: row.verdictId, slug: row.slug }, async (thread) => {
    const { tx } = thread;
    if (!(await isApproved(row.verdictId, author.id, tx))) throw new Refusal('author-only');
    const comment = await thread.read(id);
    if (comment?.moderated !== 'visible' || comment.withdrawn) throw new Refusal('comment-not-found');
    const before = await readMarked(row.verdictId, author.id, tx);
    if (marked ? before === id : before !== id) return;
    // The earlier one first: an index lets an author have one.
    for (const other of before === null ? [] : [await thread.read(before)]) {
      await setMarked(other!.id, false, tx);
      await thread.touch(other!);
    }
    if (!marked) return;
    await setMarked(id, true, tx);
    await thread.touch(comment);
  });
  return { marked };
}

function whyNotMark({ authorId, status }: FoundRow, reader: Actor): 'not-yours' | 'comment-not-found' | null {
  if (authorId !== reader.id) return 'not-yours';
  return status === 'visible' ? null : 'comment-not-found';
}

/** The options for a comment, with the author's mark. @throws Refusal as `findOptions` */
export async function findOptionsWithReply(
  slug: string,
  id: string,
  context: RequestContext,
): Promise<CommentOptions> {
  const options = await findOptions(slug, id, context);
  if (!options.own || options.comment.status !== 'visible') return options;
  const { verdictId, authorReply } = await findRow(id, context.actor);
  const mayMark = await isApproved(verdictId, context.actor!.id, db());
  return mayMark ? { ...options, authorReply } : options;
}
