import { publishUnreadCount } from '#lib/live/publish.server.ts';
import { countUnread } from './unread.store.server.ts';

/** Tells each account's open pages how many notices are unread now. After the commit. */
export async function publishUnreadCounts(userIds: Iterable<string>): Promise<void> {
  const ids = [...new Set(userIds)];
  if (ids.length === 0) return;
  const unread = await countUnread(ids);
  for (const id of ids) publishUnreadCount(id, unread.get(id) ?? 0);
}
