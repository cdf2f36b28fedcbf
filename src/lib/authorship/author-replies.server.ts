import type { AroundPart } from '#lib/discussion/around/find-around.server.ts';
import { permalink } from '#lib/discussion/page/links.ts';
import { upToDate } from '#lib/discussion/reading/rendered.server.ts';
import { markup, trusted } from '#lib/ui/markup.ts';
import { AUTHOR_REPLIES, type ReplyRow } from './authorship.store.server.ts';

/** Part of a verdict's page. It changes with the thread's seq: marks, edits and decisions touch the comment. */
export const authorReplies: AroundPart<ReplyRow[]> = { sql: AUTHOR_REPLIES };

/** Between the verdict and its thread, as HTML. */
export function repliesMarkup(slug: string, rows: ReplyRow[]): string {
  return rows
    .map(upToDate)
    .map(({ id, author, html }) => {
      const heading = `author-reply-${id}`;
      return markup`<aside class=author-reply aria-labelledby=${heading}><h2 id=${heading}>The author’s reply</h2><p><a href="/u/${author}">${author}</a>, author of the paper:</p><div class=body dir=auto>${trusted(html)}</div><p><a href="${permalink(slug, id)}">Answer it in the discussion</a></p></aside>`
        .text;
    })
    .join('');
}
