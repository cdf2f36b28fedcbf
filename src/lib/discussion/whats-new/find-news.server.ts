import type { Sort } from '#lib/discussion/comment.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { listNewComments } from './list-new-comments.server.ts';
import { newsMarkup, type NewsMarkup } from './news-markup.ts';
import { movePosition, readPositionOf } from './read-position.store.server.ts';
import { sinceText } from './since-text.ts';

interface PageOfThread {
  slug: string;
  sort: Sort;
  /** The thread's seq when it was read. */
  seq: number;
  items: { id: string }[];
  /** Returns to the page. */
  action: string;
}

/**
 * What is new, for a page rendered for one reader without scripts; null: nothing. The first visit records where the
 * reader began: without it, nothing could be new on the second. After that, only the form moves the position, because a
 * page that was opened may not have been read.
 */
export async function findNews(page: PageOfThread, context: RequestContext): Promise<NewsMarkup | null> {
  const { actor, now } = context;
  if (!actor) return null;
  const { slug, sort, seq } = page;
  const read = await readPositionOf(slug, actor);
  if (!read) await movePosition(slug, { seq, section: null, now, actor });
  if (!read || read.count === 0) return null;
  const { items } = await listNewComments(slug, { since: read.seq, sort }, context);
  if (items.length === 0) return null;
  const since = sinceText(read.at, now.getTime(), 'UTC');
  return newsMarkup({ ...page, count: read.count, since, ids: items.map(({ id }) => id) });
}
