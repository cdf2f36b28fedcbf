import { db } from '#lib/db/client.server.ts';
import { notifyAdmins } from '#lib/notices/notify-admins.server.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { takeUnnoticed } from './challenge.store.server.ts';

/**
 * Notifies admins of challenges that have reached the desk. A sweep, because a rating, a vote, the nightly ranking and the
 * challenge itself can bring one there, and a rating has no query to spare. Every process may run it at any time.
 */
export async function notifyDesk(now: Date): Promise<void> {
  const notified = await db().$transaction(async (tx) => {
    const userIds: string[] = [];
    for (const commentId of await takeUnnoticed(now, tx))
      userIds.push(...(await notifyAdmins({ kind: 'challenge_waiting', commentId, now }, tx)));
    return userIds;
  });
  await publishUnreadCounts(notified);
}
