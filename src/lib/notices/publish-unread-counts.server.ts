import { publishUnreadCount } from '#lib/live/publish.server.ts';
import { countUnread } from './unread.store.server.ts';

/** Publishes the number of unread notices to each account's open pages. Call it after the commit. */
export async function publishUnreadCounts(userIds: Iterable<string>): Promise<void> {
  const ids = [...new Set(userIds)];
  if (ids.length === 0) return;
  const unread = await countUnread(ids);
  for (const id of ids) publishUnreadCount(id, unread.get(id) ?? 0);
}
