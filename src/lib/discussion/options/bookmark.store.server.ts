import { db } from '#lib/db/client.server.ts';

export async function insertBookmark(userId: string, commentId: string, now: Date): Promise<void> {
  const row = { userId, commentId, createdAt: now };
  await db().bookmark.createMany({ data: [row], skipDuplicates: true });
}

export async function deleteBookmark(userId: string, commentId: string): Promise<void> {
  await db().bookmark.deleteMany({ where: { userId, commentId } });
}

export async function hasBookmark(userId: string, commentId: string): Promise<boolean> {
  const where = { userId_commentId: { userId, commentId } };
  return (await db().bookmark.findUnique({ where, select: { userId: true } })) !== null;
}
