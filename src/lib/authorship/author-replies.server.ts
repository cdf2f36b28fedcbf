import type { Actor } from '#lib/actor.ts';
import { foldPage } from '#lib/discussion/blocked/fold-page.server.ts';
import type { AroundPart } from '#lib/discussion/around/find-around.server.ts';
import { replyMarkup } from '#lib/discussion/author-replies/reply-markup.ts';
import { upToDate } from '#lib/discussion/reading/rendered.server.ts';
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
  return (await foldPage(replies, actor)).map((reply) => replyMarkup(slug, reply, has(reply.id))).join('');
}
