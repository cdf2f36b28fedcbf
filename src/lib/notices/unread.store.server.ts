import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

/** Numbers of unread notices by account; accounts without any are absent. */
export async function countUnread(userIds: string[]): Promise<Map<string, number>> {
  const rows = await rowsOf<{ userId: string; unread: number }>(Prisma.sql`
    SELECT user_id AS "userId", count(*)::int AS unread FROM notices
    WHERE user_id = ANY(${userIds}::uuid[]) AND read_at IS NULL GROUP BY user_id`);
  return new Map(rows.map(({ userId, unread }) => [userId, unread]));
}
