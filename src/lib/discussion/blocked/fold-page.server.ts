import type { Actor } from '#lib/actor.ts';
import { blockedNames } from '#lib/follows/list-follows.server.ts';
import { foldedHtml } from './folded-text.ts';

interface Shown {
  author: { username: string } | null;
  html: string | null;
}

/** The comments as a page that is rendered for its reader shows them. On a page for everyone, the browser folds them. */
export async function foldPage<C extends Shown>(comments: C[], actor: Actor | null): Promise<C[]> {
  if (!actor) return comments;
  const blocked = new Set(await blockedNames(actor));
  if (blocked.size === 0) return comments;
  return comments.map((comment) =>
    comment.author && comment.html !== null && blocked.has(comment.author.username)
      ? { ...comment, html: foldedHtml(comment.html) }
      : comment,
  );
}
