import type { Actor } from '#lib/actor.ts';
import { foldPage } from '#lib/discussion/blocked/fold-page.server.ts';
import type { AroundPart } from '#lib/discussion/around/find-around.server.ts';
import { commentElementId } from '#lib/discussion/page/focus.ts';
import { permalink } from '#lib/discussion/page/links.ts';
import { upToDate } from '#lib/discussion/reading/rendered.server.ts';
import { markup, trusted } from '#lib/ui/markup.ts';
import { AUTHOR_REPLIES, type ReplyRow } from './authorship.store.server.ts';

/** Part of a verdict's page. It changes with the thread's seq: marks, edits and decisions touch the comment. */
export const authorReplies: AroundPart<ReplyRow[]> = { sql: AUTHOR_REPLIES };

/** Between the verdict and its thread, as HTML. On a page for everyone, the browser folds those of blocked people. */
export async function repliesMarkup(
  slug: string,
  rows: ReplyRow[],
  actor: Actor | null,
  has: (id: string) => boolean,
): Promise<string> {
  if (rows.length === 0) return '';
  const replies = rows.map(upToDate).map((row) => ({ ...row, author: { username: row.author } }));
  return (await foldPage(replies, actor))
    .map((reply) =>
      replyMarkup(has(reply.id) ? `#${commentElementId(reply.id)}` : permalink(slug, reply.id), reply),
    )
    .join('');
}

function replyMarkup(
  address: string,
  { id, author: { username }, html }: { id: string; author: { username: string }; html: string },
): string {
  const heading = `author-reply-${id}`;
  return markup`<aside class=author-reply data-author=${username} aria-labelledby=${heading}><h2 id=${heading}>The author’s reply</h2><p><a href="/u/${username}">${username}</a>, author of the paper:</p><div class=body dir=auto>${trusted(html)}</div><p><a href="${address}">Answer it in the discussion</a></p></aside>`
    .text;
}
