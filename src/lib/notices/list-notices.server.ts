import type { z } from 'zod';
import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import { readInbox } from './inbox.store.server.ts';
import { MERGE_WINDOW, mergeNotices } from './merge-notices.ts';
import type { noticesQuery } from './notice-input.ts';
import { mergedView, type NoticeView } from './notice-view.ts';
import { countUnread } from './unread.store.server.ts';

export { unreadNotices } from './unread.store.server.ts';

export interface Inbox {
  items: NoticeView[];
  /** Cursor of the next page; null on the last one. */
  next: string | null;
}

/** The actor's own notices, newest first, similar ones as one. @throws Refusal `sign-in-first`, `invalid-input` (cursor) */
export async function listNotices(
  { cursor, limit }: z.output<typeof noticesQuery>,
  actor: Actor | null,
): Promise<Inbox> {
  const { id } = requireSignedIn(actor);
  const before = idCursor.read(cursor)?.id ?? null;
  const rows = await readInbox(id, { before, limit: MERGE_WINDOW + 1 });
  const { groups, last } = mergeNotices(rows, { limit });
  return { items: groups.map(mergedView), next: last && idCursor.write(last) };
}

/** Number of the actor's unread notices; 0 without an actor. */
export async function unreadOf(actor: Actor | null): Promise<number> {
  return actor ? ((await countUnread([actor.id])).get(actor.id) ?? 0) : 0;
}
