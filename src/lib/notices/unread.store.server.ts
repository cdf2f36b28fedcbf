import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

/** SQL for the number of a user's unread notices: for statements that read more at the same time. */
export function unreadNotices(userId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT count(*)::int FROM notices n WHERE n.user_id = ${userId} AND n.read_at IS NULL)`;
}

/** Numbers of unread notices by account; accounts without any are absent. */
export async function countUnread(userIds: string[]): Promise<Map<string, number>> {
  const rows = await rowsOf<{ id: string; unread: number }>(Prisma.sql`
    SELECT n.user_id AS id, count(*)::int AS unread FROM notices n
    WHERE n.user_id = ANY(${userIds}::uuid[]) AND n.read_at IS NULL GROUP BY n.user_id`);
  return new Map(rows.map(({ id, unread }) => [id, unread]));
}
