import type { CommentView } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import { findVerdictHead } from '#lib/verdicts/find-verdict.server.ts';
import { keepsPlace, MAX_DEPTH, MORE_REPLIES, usualSort, type Sort } from '#lib/discussion/comment.ts';
import type { CommentPage, Following } from './comment-page.ts';
import { commentView, type CommentRow } from './comment-view.ts';
import { commentCursor } from '#lib/discussion/posting/comment-input.ts';
import { readAncestors } from '#lib/discussion/store/comment.store.server.ts';
import { readBelow, readThreadPage } from '#lib/discussion/store/thread-page.store.server.ts';
import { findRow, findRowOrTombstone } from './find-comment.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { upToDate } from './rendered.server.ts';

/** Hex digits of a path for each level. */
const PATH_STEP = 8;

export interface CommentListing {
  /** Left out: the order that the cursor is of, or the verdict's usual one. */
  sort?: Sort | undefined;
  cursor?: string | undefined;
  limit: number;
}

export async function listComments(
  slug: string,
  listing: CommentListing,
  context: RequestContext,
): Promise<CommentPage> {
  // The seq before the rows: a change in between is in the rows, and applying it again changes nothing.
  const verdict = await findVerdictHead(slug, context.actor);
  return threadPage(verdict, listing, context);
}

/** The order of a list. @throws Refusal `invalid-input` (cursor) */
export function orderOf({ sort, cursor }: Omit<CommentListing, 'limit'>, smallerCamp: number): Sort {
  return sort ?? commentCursor.read(cursor)?.sort ?? usualSort(smallerCamp);
}

/** The same without reading the verdict. `seq` must be read before the comments. */
export async function threadPage(
  verdict: { id: string; seq: number; smallerCamp: number },
  { sort: requested, cursor, limit }: CommentListing,
  { actor, now }: RequestContext,
): Promise<CommentPage> {
  const sort = orderOf({ sort: requested, cursor }, verdict.smallerCamp);
  const page = await readThreadPage(verdict.id, {
    sort,
    cursor: commentCursor.read(cursor),
    limit,
    actor,
  });
  return {
    items: page.rows.map((row) => commentView(upToDate(row), actor, now)),
    next: page.next && commentCursor.write({ ...page.next, ...(requested ? {} : { sort }) }),
    seq: verdict.seq,
    moreReplies: Object.fromEntries(
      [...page.more].map(([id, { after }]) => [id, commentCursor.write(after)]),
    ),
    following: Object.fromEntries([...page.more].map(([id, { following }]) => [id, following])),
  };
}

/** The comments below a comment, in reading order. @throws Refusal `comment-not-found`, `invalid-input` (cursor) */
export async function listReplies(
  id: string,
  { cursor, limit }: Pick<CommentListing, 'cursor' | 'limit'>,
  { actor, now }: RequestContext,
): Promise<{ items: CommentView[]; next: string | null; following: Following | null }> {
  const row = await findRow(id, actor);
  const after = commentCursor.read(cursor)?.path ?? null;
  if (after !== null && !after.startsWith(row.path)) throw new Refusal('invalid-input', { field: 'cursor' });
  const below = await readBelow(row.verdictId, { path: row.path, after, limit, actor });
  return {
    items: below.rows.map((reply) => commentView(upToDate(reply), actor, now)),
    next: below.next && commentCursor.write(below.next),
    following: below.following,
  };
}

/**
 * The thread around one comment, for its permalink: its ancestors, itself and its replies. If it was removed or
 * withdrawn, its place says so. `cursor`: the replies after it, with those that they answer.
 * @throws Refusal `comment-not-found`, also if it belongs to another verdict
 */
export async function threadAround(
  verdict: { id: string; seq: number },
  { id, cursor }: { id: string; cursor?: string | undefined },
  { actor, now }: RequestContext,
): Promise<CommentPage> {
  const row = await findRowOrTombstone(id, actor);
  if (row.verdictId !== verdict.id) throw new Refusal('comment-not-found');
  const after = commentCursor.read(cursor)?.path;
  const start = after?.startsWith(row.path) ? after : null;
  const above = await readAncestors(verdict.id, start === null ? row : { id, path: start }, actor);
  const below = await readBelow(verdict.id, {
    // At the greatest depth the replies are beside the comment, after it.
    ...(row.depth < MAX_DEPTH
      ? { path: row.path, after: start }
      : { path: row.path.slice(0, -PATH_STEP), after: row.path }),
    limit: MORE_REPLIES,
    actor,
  });
  const isBeside = row.depth === MAX_DEPTH;
  const rows = [
    ...above.filter((each) => each.id === id || keepsPlace(each, actor)),
    ...(isBeside ? answersTo(id, below.rows) : below.rows),
  ];
  const owner = isBeside ? row.parentId! : id;
  return {
    items: rows.map((each) => commentView(upToDate(each), actor, now)),
    next: null,
    seq: verdict.seq,
    moreReplies: below.next ? { [owner]: commentCursor.write(below.next) } : {},
    following: below.following ? { [owner]: below.following } : {},
  };
}

/** Those of `rows`, in the order of their creation, that answer the comment or an answer to it. */
function answersTo(id: string, rows: CommentRow[]): CommentRow[] {
  const found = new Set([id]);
  return rows.filter((row) => found.has(row.answersId ?? '') && found.add(row.id));
}
