import { db } from '#lib/db/client.server.ts';

/** Numbers of unread notices by account; accounts without any are absent. */
export async function countUnread(userIds: string[]): Promise<Map<string, number>> {
  const rows = await db().notice.groupBy({
    by: ['userId'],
    where: { userId: { in: userIds }, readAt: null },
    _count: true,
  });
  return new Map(rows.map(({ userId, _count }) => [userId, _count]));
}
