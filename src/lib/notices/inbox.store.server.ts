import { db } from '#lib/db/client.server.ts';
import { IS_SHOWN } from './unread.store.server.ts';
import { COMMENT_NOTICES, type NoticeKind } from './notice.ts';
import type { NoticeRow } from './notice-view.ts';

/** Characters of a comment that are read for an excerpt of it: more than that has, because spaces are dropped. */
const BEGINNING = 2000;

/**
 * A page of a user's notices, newest first. They show a comment's author and text only while everyone may read it, or
 * while it is the user's own and pending, hidden or removed: they must know what a decision is about. Withdrawn text and
 * comments on unpublished verdicts are left out.
 */
export async function readInbox(
  userId: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<NoticeRow[]> {
  return db().$queryRaw<NoticeRow[]>`
    SELECT n.id, n.kind::text AS kind, n.created_at AS "createdAt", n.read_at AS "readAt", n.data,
      n.comment_id AS "commentId", n.subject_id AS "subjectId", v.slug, v.title,
      CASE WHEN v.state = 'unpublished' THEN NULL
        WHEN c.status IN ('visible', 'hidden') OR c.author_id = n.user_id THEN a.username END AS author,
      CASE WHEN v.state = 'unpublished' THEN NULL WHEN c.status = 'visible' OR (c.author_id = n.user_id AND c.status IN ('pending', 'hidden', 'removed'))
        THEN left(c.body, ${BEGINNING}::int) END AS beginning,
      coalesce(c.root_id, c.id) AS root, m.user_id IS NOT NULL AS muted,
      d.id AS "decisionId", d.kind::text AS "decisionKind", d.created_at AS "decidedAt", p.state::text AS appeal
    FROM notices n
    LEFT JOIN comments c ON c.id = n.comment_id
    LEFT JOIN verdicts v ON v.id = c.verdict_id
    LEFT JOIN users a ON a.id = c.author_id
    LEFT JOIN follows m ON m.user_id = n.user_id AND m.target_id = coalesce(c.root_id, c.id) AND m.level = 'mute'
    LEFT JOIN decisions d ON d.id = n.decision_id
    LEFT JOIN appeals p ON p.decision_id = d.id AND p.user_id = n.user_id
    WHERE n.user_id = ${userId}::uuid AND ${IS_SHOWN} AND (${before}::uuid IS NULL OR n.id < ${before}::uuid)
    ORDER BY n.id DESC LIMIT ${limit}`;
}

/**
 * Marks one of a user's notices with the older similar ones that are shown with it, or all of them (null).
 * @returns how many changed; null if the user has no such notice
 */
export async function setRead(
  userId: string,
  { id, read, now }: { id: string | null; read: boolean; now: Date },
): Promise<number | null> {
  const newest = id
    ? await db().notice.findFirst({ where: { id, userId }, select: { kind: true, subjectId: true } })
    : {};
  if (!newest) return null;
  const { kind, subjectId } = newest as { kind?: NoticeKind; subjectId?: string | null };
  const chosen = id && kind && subjectId ? { kind, subjectId, id: { lte: id } } : id ? { id } : {};
  const { count } = await db().notice.updateMany({
    where: { userId, ...chosen, readAt: read ? null : { not: null } },
    data: { readAt: read ? now : null },
  });
  return count;
}

/** Marks this notice and all older ones. @returns how many changed */
export async function setReadUpTo(userId: string, id: string, readAt: Date): Promise<number> {
  const where = { userId, id: { lte: id }, readAt: null };
  return (await db().notice.updateMany({ where, data: { readAt } })).count;
}

/** What a reader has read with the comment; what moderators wrote to them isn't there. */
const READ_WITH_COMMENT = { kind: { in: [...COMMENT_NOTICES] }, readAt: null };

/** Marks the notices that these comments caused. @returns how many changed */
export async function setReadOn(userId: string, commentIds: string[], readAt: Date): Promise<number> {
  const where = { userId, commentId: { in: commentIds }, ...READ_WITH_COMMENT };
  return (await db().notice.updateMany({ where, data: { readAt } })).count;
}

/** More are read on the page of notices. */
const MAX_UNREAD_HERE = 300;

export async function readUnreadOn(userId: string, slug: string): Promise<string[]> {
  const rows = await db().notice.findMany({
    where: { userId, ...READ_WITH_COMMENT, comment: { verdict: { slug } } },
    select: { commentId: true },
    orderBy: { id: 'desc' },
    take: MAX_UNREAD_HERE,
  });
  return [...new Set(rows.flatMap(({ commentId }) => commentId ?? []))];
}

/** Open pages of more readers have the number with their next request. */
const MAX_READERS = 500;

/** Who has unread notices about these comments. */
export async function readersOfUnread(commentIds: string[]): Promise<string[]> {
  const rows = await db().notice.findMany({
    where: { commentId: { in: commentIds }, readAt: null },
    select: { userId: true },
    take: MAX_READERS,
  });
  return rows.map(({ userId }) => userId);
}
