import type { CommentView } from '#lib/live/events.ts';
import type { CommentData } from '#lib/verdicts/page/json-ld.ts';

/** Search engines show a few. */
const MAX = 10;

/** The first comments, for search engines. */
export function structuredComments(items: CommentView[]): CommentData[] {
  return items
    .filter(({ status, body }) => status === 'visible' && body !== null)
    .slice(0, MAX)
    .map(({ id, author, body, createdAt }) => ({
      ...{ id, createdAt },
      author: author?.username ?? '',
      text: body ?? '',
    }));
}
