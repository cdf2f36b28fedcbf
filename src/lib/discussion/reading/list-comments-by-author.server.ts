import { Refusal } from '#lib/refusal.ts';
import { isUuid } from '#lib/uuid.ts';
import { countByAuthor, readByAuthor } from '#lib/discussion/store/comment.store.server.ts';
import { upToDate } from './rendered.server.ts';

const PAGE = 20;

export interface AuthoredComment {
  id: string;
  html: string;
  createdAt: string;
  verdict: { slug: string; title: string };
}

/** An author's comments that anybody may read, newest first; `cursor` is the last id of the page before. */
export async function commentsByAuthor(
  authorId: string,
  cursor?: string,
): Promise<{ items: AuthoredComment[]; next: string | null }> {
  if (cursor && !isUuid(cursor)) throw new Refusal('invalid-input', { field: 'cursor' });
  const rows = await readByAuthor(authorId, { before: cursor ?? null, limit: PAGE });
  const items = rows.slice(0, PAGE).map((row) => {
    const { id, html, createdAt, verdict } = upToDate(row);
    return { id, html, createdAt: createdAt.toISOString(), verdict };
  });
  return { items, next: rows.length > PAGE ? items.at(-1)!.id : null };
}

/** How many comments anybody may read of this author. */
export async function countCommentsBy(authorId: string): Promise<number> {
  return countByAuthor(authorId);
}
