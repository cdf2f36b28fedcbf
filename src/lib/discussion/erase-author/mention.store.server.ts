import { db, type Tx } from '#lib/db/client.server.ts';

/** A comment that mentions this account, with the names of the others that it mentions. */
export async function nextMention(userId: string) {
  const row = await db().mention.findFirst({
    where: { userId },
    orderBy: { commentId: 'asc' },
    select: {
      commentId: true,
      comment: {
        select: {
          ...{ body: true, html: true, seq: true },
          verdict: { select: { id: true, slug: true } },
          mentions: { where: { userId: { not: userId } }, select: { user: { select: { username: true } } } },
        },
      },
    },
  });
  if (!row) return null;
  const { body, html, seq, verdict, mentions } = row.comment;
  const others = mentions.flatMap(({ user }) => user.username ?? []);
  return { commentId: row.commentId, body, html, placed: seq > 0, verdict, others };
}

export async function setHtml(id: string, data: { html: string; renderer: number }, tx: Tx): Promise<void> {
  await tx.comment.update({ where: { id }, data, select: { id: true } });
}

export async function deleteMention(commentId: string, userId: string, tx: Tx): Promise<void> {
  await tx.mention.deleteMany({ where: { commentId, userId } });
}
