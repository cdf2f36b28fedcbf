import { skeletonOf } from '#lib/accounts/username.ts';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import { findSiteSettings } from '#lib/site-settings/find-site-settings.server.ts';
import {
  countByAuthor,
  PAGE,
  readAuthorCounts,
  readAuthorState,
  readByAuthor,
} from '#lib/discussion/store/author-page.store.server.ts';
import { typographic } from '#lib/typographic.ts';
import { upToDate } from './rendered.server.ts';

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
  const { rows, next } = idCursor.page(await readByAuthor(authorId, before), PAGE);
  const items = rows.map((row) => {
    const { id, html, createdAt, slug, title } = upToDate(row);
    return { id, html, createdAt: createdAt.toISOString(), verdict: { slug, title: typographic(title) } };
  });
  return { items, next };
}

/** At most `COUNTED` of comment.ts, which stands for any number from there. */
export async function countCommentsBy(authorId: string): Promise<number> {
  return countByAuthor(authorId);
}

/** What the comments of a person that readers see amount to. */
export interface AuthorCounts {
  /** Like the others, of the newest `COUNTED` comments: from there on it is a lower bound. */
  comments: number;
  /** Ratings as helpful. */
  helpful: number;
  /** Verdicts with comments of theirs. */
  verdicts: number;
}

export async function countsOf(authorId: string): Promise<AuthorCounts> {
  const { comments, helpful, verdicts } = await readAuthorCounts(authorId);
  return { comments, helpful, verdicts };
}

/**
 * Text that changes with what the first page of this person shows: name, role, trust, and their newest comments. Null:
 * there is no such page.
 */
export async function authorState(name: string): Promise<string | null> {
  const [state, { trustNeedsEmail }] = await Promise.all([
    readAuthorState(skeletonOf(name)),
    findSiteSettings(),
  ]);
  return state === null ? null : `${state}.${trustNeedsEmail}`;
}
