import type { z } from 'zod';
import { isModerator, requireModerator, type Actor } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';
import type { QueueCounts, QueueItem } from '#lib/live/events.ts';
import type { RestrictionView } from '#lib/moderation/cases/case.ts';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import { queueCursor, type queueQuery } from '#lib/moderation/moderation-input.ts';
import { queueItem } from './queue-view.ts';
import { countQueue, readQueue } from './queue.store.server.ts';
import { restrictionView } from '#lib/moderation/restrictions/restriction-view.ts';
import { readActiveRestrictions } from '#lib/moderation/restrictions/restriction.store.server.ts';

export interface ListedQueue {
  items: QueueItem[];
  /** Opaque; null on the last page. */
  next: string | null;
  /** At most 100 each, which is shown as "99+". */
  counts: QueueCounts;
}

/**
 * A page of open cases, heaviest first; cases of equal weight, oldest first.
 * @throws Refusal `sign-in-first`, `forbidden`, `invalid-input` (cursor)
 */
export async function listQueue(
  { filter, reason, cursor, limit }: z.output<typeof queueQuery>,
  { actor, now }: RequestContext,
): Promise<ListedQueue> {
  const me = requireModerator(actor).id;
  const page = { filter, reason, after: queueCursor.read(cursor), limit: limit + 1, me };
  const [rows, counts] = await Promise.all([readQueue(page), countQueue()]);
  const { rows: items, next } = queueCursor.page(rows, limit);
  return {
    items: items.map((row) => queueItem(row, now)),
    next,
    counts,
  };
}

/** For the navigation; null if the actor isn't a moderator. */
export async function queueCounts(actor: Actor | null): Promise<QueueCounts | null> {
  return isModerator(actor) ? countQueue() : null;
}

const RESTRICTED_PAGE = 50;

/** Active restrictions, newest first. @throws Refusal `sign-in-first`, `forbidden`, `invalid-input` (cursor) */
export async function listRestricted(
  cursor: string | undefined,
  { actor, now }: RequestContext,
): Promise<{ items: RestrictionView[]; next: string | null }> {
  requireModerator(actor);
  const before = idCursor.read(cursor)?.id ?? null;
  const { rows, next } = idCursor.page(
    await readActiveRestrictions(now, before, RESTRICTED_PAGE + 1),
    RESTRICTED_PAGE,
  );
  return { items: rows.map((row) => restrictionView(row, now)), next };
}
