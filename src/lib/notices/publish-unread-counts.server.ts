import { publishUnreadCount } from '#lib/live/publish.server.ts';
import { readersOfUnread } from './inbox.store.server.ts';
import { countUnread } from './unread.store.server.ts';

/** Publishes the number of unread notices to each account's open pages. Call it after the commit. */
export async function publishUnreadCounts(userIds: Iterable<string>): Promise<void> {
  const ids = [...new Set(userIds)];
  if (ids.length === 0) return;
  const unread = await countUnread(ids);
  for (const id of ids) publishUnreadCount(id, unread.get(id) ?? 0);
}

/** Comments were removed, withdrawn, hidden or shown again: notices about them count only while they are public. */
export async function publishUnreadAbout(commentIds: string[]): Promise<void> {
  if (commentIds.length > 0) await publishUnreadCounts(await readersOfUnread(commentIds));
}
