import { requireSignedIn } from '#lib/actor.ts';
import { excerptOf } from '#lib/excerpt.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { hasBookmark } from './bookmark.store.server.ts';
import type { CommentOptions } from './comment-options.ts';

/** Characters. */
const EXCERPT_MAX = 200;

/** @throws Refusal `sign-in-first`, `comment-not-found`, also if the comment is on another verdict */
export async function findOptions(
  slug: string,
  id: string,
  context: RequestContext,
): Promise<CommentOptions> {
  const reader = requireSignedIn(context.actor);
  const [found, bookmarked] = await Promise.all([findComment(id, context), hasBookmark(reader.id, id)]);
  if (found.verdict !== slug) throw new Refusal('comment-not-found');
  const { verdict, author, status, createdAt, body, mine } = found;
  return {
    comment: { id, verdict, author, status, createdAt },
    own: mine?.own ?? false,
    excerpt: body === null ? null : excerptOf(body, EXCERPT_MAX),
    bookmarked,
  };
}
