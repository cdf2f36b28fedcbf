import { requireSignedIn } from '#lib/actor.ts';
import { mayRead } from '#lib/discussion/comment.ts';
import { findRow } from '#lib/discussion/reading/find-comment.server.ts';
import { spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { deleteBookmark, insertBookmark } from './bookmark.store.server.ts';

/**
 * Bookmarks a comment, or removes the bookmark. Idempotent. A bookmark of a comment that is gone can still be removed.
 * @throws Refusal `sign-in-first`, `comment-not-found`, `rate-limited`
 */
export async function setBookmark(
  id: string,
  bookmarked: boolean,
  { actor, now }: RequestContext,
): Promise<{ bookmarked: boolean }> {
  const reader = requireSignedIn(actor);
  if (bookmarked) {
    if (!mayRead(await findRow(id, reader), reader)) throw new Refusal('comment-not-found');
    await spend('bookmark', reader.id);
    await insertBookmark(reader.id, id, now);
  } else await deleteBookmark(reader.id, id);
  return { bookmarked };
}
