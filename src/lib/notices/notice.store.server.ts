import type { Tx } from '#lib/db/client.server.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import { COMMENT_NOTICES, type NewNotice } from './notice.ts';

export async function insertNotices(notices: NewNotice[], tx: Tx): Promise<void> {
  await tx.notice.createMany({
    data: notices.map(
      ({ userId, kind, commentId = null, subjectId = null, decisionId = null, data = {}, now }) => ({
        userId,
        kind,
        commentId,
        subjectId,
        decisionId,
        data: data as Prisma.InputJsonObject,
        createdAt: now,
      }),
    ),
    // Who has a notice about a comment gets no second one when it is let in again.
    skipDuplicates: true,
  });
}

/** Deletes the notices that a person's comments caused a reader. */
export async function deleteCommentNoticesBy(personId: string, readerId: string, tx: Tx): Promise<void> {
  await tx.notice.deleteMany({
    where: { userId: readerId, kind: { in: [...COMMENT_NOTICES] }, comment: { authorId: personId } },
  });
}

/** Deletes the notices of a decision that is undone. @returns the ids of their users */
export async function deleteNoticesOf(decisionId: string, tx: Tx): Promise<string[]> {
  const gone = await tx.$queryRaw<{ userId: string }[]>`
    DELETE FROM notices WHERE decision_id = ${decisionId}::uuid RETURNING user_id AS "userId"`;
  return gone.map(({ userId }) => userId);
}
