import type { Actor } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';
import type { CommentView } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import { keepsPlace, mayRead } from '#lib/discussion/comment.ts';
import { commentView } from './comment-view.ts';
import {
  readByIds,
  readComment,
  readRevisions,
  type FoundRow,
} from '#lib/discussion/store/comment.store.server.ts';
import { upToDate } from './rendered.server.ts';

export type { FoundRow };

/** The SQL condition, for other domains' statements. */
export { readableBy } from '#lib/discussion/store/comment.store.server.ts';

/** @throws Refusal `comment-not-found` if the actor doesn't see the comment in its thread */
export async function findRow(id: string, actor: Actor | null): Promise<FoundRow> {
  const row = await readComment(id, actor);
  if (!row || !keepsPlace(row, actor)) throw new Refusal('comment-not-found');
  return upToDate(row);
}

/**
 * The same, or a comment that readers have seen and now see no more, which keeps a place at its own address.
 * @throws Refusal `comment-not-found`
 */
export async function findRowOrTombstone(id: string, actor: Actor | null): Promise<FoundRow> {
  const row = await readComment(id, actor);
  if (!row || (row.status === 'pending' && !keepsPlace(row, actor))) throw new Refusal('comment-not-found');
  return upToDate(row);
}

/** @throws Refusal `comment-not-found` */
export async function findComment(id: string, { actor, now }: RequestContext): Promise<CommentView> {
  return commentView(await findRow(id, actor), actor, now);
}

export interface FoundComment {
  comment: CommentView;
  /** Of its verdict. */
  title: string;
}

/** By id, those whose text the actor may read now. */
export async function findReadable(
  ids: string[],
  { actor, now }: RequestContext,
): Promise<Map<string, FoundComment>> {
  const rows = (await readByIds(ids, actor)).filter((row) => mayRead(row, actor));
  return new Map(
    rows.map((row) => [row.id, { comment: commentView(upToDate(row), actor, now), title: row.title }]),
  );
}

export interface Revision {
  version: number;
  body: string;
  createdAt: string;
}

/** All texts of a comment, oldest first. @throws Refusal `comment-not-found`, also if the actor may not read the text */
export async function findHistory(
  id: string,
  actor: Actor | null,
): Promise<{ items: Revision[]; next: null }> {
  const row = await findRow(id, actor);
  if (!mayRead(row, actor)) throw new Refusal('comment-not-found');
  const earlier = await readRevisions(id);
  const current = { version: row.version, body: row.body, createdAt: row.editedAt ?? row.createdAt };
  const items = [...earlier, current].map(({ version, body, createdAt }) => ({
    version,
    body,
    createdAt: createdAt.toISOString(),
  }));
  return { items, next: null };
}
