import type { Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { DeskNotice, DeskSubject } from './notice.ts';
import { newNoticeId } from './recipients.store.server.ts';

/** Whether notice `n` is about this. */
function isAbout({ kind, commentId, subjectId }: DeskSubject): Prisma.Sql {
  return Prisma.sql`n.kind = ${kind}::"NoticeKind" AND n.comment_id IS NOT DISTINCT FROM ${commentId ?? null}::uuid
    AND n.subject_id IS NOT DISTINCT FROM ${subjectId ?? null}::uuid`;
}

/** An admin with an unread notice about the same gets no second one. @returns whose notices changed */
export async function insertForAdmins({ data, now, ...subject }: DeskNotice, tx: Tx): Promise<string[]> {
  const { kind, commentId, subjectId } = subject;
  const rows = await tx.$queryRaw<{ userId: string }[]>`
    INSERT INTO notices (id, user_id, kind, comment_id, subject_id, data, created_at)
    SELECT ${newNoticeId(Prisma.sql`${now}::timestamptz`)}, u.id, ${kind}::"NoticeKind", ${commentId ?? null}::uuid,
      ${subjectId ?? null}::uuid, ${JSON.stringify(data ?? {})}::jsonb, ${now}
    FROM users u WHERE u.role = 'admin' AND u.erased_at IS NULL AND u.erase_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM notices n WHERE n.user_id = u.id AND n.read_at IS NULL AND ${isAbout(subject)})
    RETURNING user_id AS "userId"`;
  return rows.map(({ userId }) => userId);
}

/** @returns whose notices changed */
export async function setReadAbout(subject: DeskSubject, now: Date, tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ userId: string }[]>`
    UPDATE notices n SET read_at = ${now} FROM users u
    WHERE u.role = 'admin' AND n.user_id = u.id AND n.read_at IS NULL AND ${isAbout(subject)}
    RETURNING n.user_id AS "userId"`;
  return rows.map(({ userId }) => userId);
}
