import { idCursor } from '#lib/http/input/cursor-input.ts';
import { countByAuthor, readByAuthor } from '#lib/discussion/store/comment.store.server.ts';
import { upToDate } from './rendered.server.ts';

const PAGE = 20;

export interface AuthoredComment {
  id: string;
  html: string;
  createdAt: string;
  verdict: { slug: string; title: string };
}

/** An author's visible comments, newest first. @throws Refusal `invalid-input` (cursor) */
export async function commentsByAuthor(
  authorId: string,
  cursor?: string,
): Promise<{ items: AuthoredComment[]; next: string | null }> {
  const before = idCursor.read(cursor)?.id ?? null;
  const { rows, next } = idCursor.page(await readByAuthor(authorId, { before, limit: PAGE }), PAGE);
  const items = rows.map((row) => {
    const { id, html, createdAt, verdict } = upToDate(row);
    return { id, html, createdAt: createdAt.toISOString(), verdict };
  });
  return { items, next };
}

export async function countCommentsBy(authorId: string): Promise<number> {
  return countByAuthor(authorId);
}
