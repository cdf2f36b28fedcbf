import { requireSignedIn } from '#lib/actor.ts';
import { excerptOf } from '#lib/excerpt.ts';
import { findLevelsOn } from '#lib/follows/find-levels-on.server.ts';
import { commentView } from '#lib/discussion/reading/comment-view.ts';
import { findRow } from '#lib/discussion/reading/find-comment.server.ts';
import { whyNotChallenge } from '#lib/discussion/rules.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { findCredit } from '#lib/discussion/credits/credit-comment.server.ts';
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
  const row = await findRow(id, reader);
  if (row.slug !== slug) throw new Refusal('comment-not-found');
  const [bookmarked, levels, credited] = await Promise.all([
    hasBookmark(reader.id, id),
    findLevelsOn(row, reader),
    findCredit(row, reader),
  ]);
  const { verdict, author, status, createdAt, body } = commentView(row, reader, context.now);
  return {
    comment: { id, verdict, author, status, createdAt },
    own: row.authorId === reader.id,
    excerpt: body === null ? null : excerptOf(body, EXCERPT_MAX),
    mayChallenge: row.challenge === null && whyNotChallenge(row, reader) === null,
    ...{ bookmarked, levels, credited },
  };
}
