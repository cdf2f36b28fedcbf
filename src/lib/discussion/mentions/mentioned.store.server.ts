import { db } from '#lib/db/client.server.ts';

/** Ids of the people whom the texts of a comment have mentioned so far. */
export async function readMentioned(commentId: string): Promise<string[]> {
  const rows = await db().mention.findMany({ where: { commentId }, select: { userId: true } });
  return rows.map(({ userId }) => userId);
}
