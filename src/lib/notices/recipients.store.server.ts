import { type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { ONE_ROW } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { NewNotice } from './notice.ts';

/** Who gets which notice about a new comment. */

/** Columns of a comment, or SQL that makes them. */
interface Placed {
  verdictId: Prisma.Sql;
  authorId: Prisma.Sql;
  answersId: Prisma.Sql;
  /** The path of the parent; empty at the top level. */
  above: Prisma.Sql;
}

/**
 * What a reader may follow or mute to hear about a comment, from the narrowest to the widest: the comments above it,
 * its verdict, its author. The narrowest that a reader has set decides.
 */
export function followTargets({ verdictId, authorId, answersId, above }: Placed): Prisma.Sql {
  return Prisma.sql`array_remove(ARRAY[${answersId}] || ARRAY(
      SELECT found.id FROM generate_series(length(${above}) / 8, 1, -1) AS step(n) CROSS JOIN LATERAL (
        SELECT up.id FROM comments up WHERE up.verdict_id = ${verdictId} AND up.path = left(${above}, step.n * 8) ${ONE_ROW}
      ) found ORDER BY step.n DESC
    ) || ARRAY[${verdictId}, ${authorId}], NULL)`;
}

/** Whether anyone follows one of these targets: then the followers are notified after the transaction. */
export function isFollowed(targets: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT 1 FROM unnest(${targets}) AS target(id) CROSS JOIN LATERAL (
      SELECT 1 FROM follows f WHERE f.target_id = target.id AND f.level = 'follow' ${ONE_ROW}
    ) followed)`;
}

/** Blocking beats everything, and so does muting a person. */
function hears(reader: Prisma.Sql, author: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${reader} <> ${author}
    AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = ${reader} AND b.blocked_id = ${author})
    AND NOT EXISTS (
      SELECT 1 FROM follows f WHERE f.user_id = ${reader} AND f.target_id = ${author} AND f.level = 'mute')`;
}

/** The level that a reader set on the narrowest of these targets; null without one. */
function narrowest(reader: Prisma.Sql, targets: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT f.level FROM follows f WHERE f.user_id = ${reader} AND f.target_id = ANY(${targets})
    ORDER BY array_position(${targets}, f.target_id) ${ONE_ROW})`;
}

/**
 * The notices to those whom comments address, as rows of `comment_id`, `user_id`, `kind`, `subject_id`, `created_at`.
 * A mention is stronger than a reply, and isn't silenced by a muted branch or verdict.
 * @param comments a table of `id`, `author_id`, `replied_to`, `targets`, `mentions` and `created_at`
 */
export function addressedBy(comments: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT ON (comment_id, user_id) comment_id, user_id, kind::"NoticeKind" AS kind, subject_id, created_at FROM (
      SELECT a.id AS comment_id, m.id AS user_id, 'mention' AS kind, a.id AS subject_id, a.created_at, 1 AS strength
      FROM ${comments} a CROSS JOIN LATERAL unnest(a.mentions) AS m(id)
      WHERE ${hears(Prisma.sql`m.id`, Prisma.sql`a.author_id`)} AND NOT EXISTS (
        SELECT 1 FROM restrictions r WHERE r.user_id = m.id AND r.scope = 'everything' AND r.lifted_at IS NULL
          AND (r.until IS NULL OR r.until > a.created_at))
      UNION ALL
      SELECT a.id, c.author_id, 'reply', c.id, a.created_at, 2
      FROM ${comments} a CROSS JOIN LATERAL (
        SELECT c.id, c.author_id FROM comments c WHERE c.id = a.replied_to ${ONE_ROW}
      ) c
      WHERE ${hears(Prisma.sql`c.author_id`, Prisma.sql`a.author_id`)}
        AND ${narrowest(Prisma.sql`c.author_id`, Prisma.sql`a.targets`)} IS DISTINCT FROM 'mute'
    ) addressed ORDER BY comment_id, user_id, strength`;
}

/** A new UUIDv7 (RFC 9562): ids of notices sort by time. */
export function newNoticeId(at: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(lpad(to_hex((extract(epoch FROM ${at}) * 1000)::bigint), 12, '0') || '7'
    || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid`;
}

/** The stored comment with this id, as `addressedBy` and `followersOf` read it. */
function storedComment(id: string): Prisma.Sql {
  const targets = followTargets({
    verdictId: Prisma.sql`c.verdict_id`,
    authorId: Prisma.sql`c.author_id`,
    answersId: Prisma.sql`c.answers_id`,
    above: Prisma.sql`left(c.path, -8)`,
  });
  return Prisma.sql`(
    SELECT c.id, c.author_id, coalesce(c.answers_id, c.parent_id) AS replied_to, ${targets} AS targets,
      ARRAY(SELECT m.user_id FROM mentions m WHERE m.comment_id = c.id) AS mentions, c.created_at, c.status, v.state
    FROM comments c JOIN verdicts v ON v.id = c.verdict_id WHERE c.id = ${id}::uuid)`;
}

/** The notices that a comment causes when it is let in, and a mark that its followers are to be notified. */
export async function readAddressed(
  commentId: string,
  tx: Tx,
): Promise<Pick<NewNotice, 'userId' | 'kind' | 'commentId' | 'subjectId'>[]> {
  await tx.$executeRaw`
    INSERT INTO notice_fanouts (comment_id)
    SELECT a.id FROM ${storedComment(commentId)} a WHERE ${isFollowed(Prisma.sql`a.targets`)} ON CONFLICT DO NOTHING`;
  return tx.$queryRaw`
    SELECT comment_id AS "commentId", user_id AS "userId", kind::text AS kind, subject_id AS "subjectId"
    FROM (${addressedBy(storedComment(commentId))}) addressed`;
}

export interface EditedMentions {
  commentId: string;
  userIds: string[];
  most: number;
  /** Whether the edit hides the comment. */
  withheld: boolean;
  now: Date;
}

/**
 * Stores the mentions that an edit adds, at most `most` in all texts of the comment, with their notices. A reader who
 * has another notice about this comment gets the mention in its place, delivered like a new one. A comment that the
 * edit hides causes its notices when it is shown again.
 * @returns whose notices changed
 */
export async function insertMentions(
  { commentId, userIds, most, withheld, now }: EditedMentions,
  tx: Tx,
): Promise<string[]> {
  const stored = storedComment(commentId);
  const rows = await tx.$queryRaw<{ userId: string }[]>`
    WITH added AS (
      INSERT INTO mentions (comment_id, user_id)
      SELECT ${commentId}::uuid, m.id FROM unnest(${userIds}::uuid[]) WITH ORDINALITY AS m(id, n)
      WHERE NOT EXISTS (SELECT 1 FROM mentions k WHERE k.comment_id = ${commentId}::uuid AND k.user_id = m.id)
      ORDER BY m.n LIMIT greatest(0, ${most}::int - (
        SELECT count(*)::int FROM mentions k WHERE k.comment_id = ${commentId}::uuid))
      RETURNING user_id
    ), edited AS (
      SELECT c.id, c.author_id, NULL::uuid AS replied_to, c.targets, ${now}::timestamptz AS created_at,
        ARRAY(SELECT user_id FROM added) AS mentions FROM ${stored} c
    )
    INSERT INTO notices (id, user_id, kind, comment_id, subject_id, created_at)
    SELECT ${newNoticeId(Prisma.sql`created_at`)}, user_id, kind, comment_id, subject_id, created_at
    FROM (${addressedBy(Prisma.sql`edited`)}) addressed WHERE NOT ${withheld}::boolean
    ON CONFLICT (user_id, comment_id)
      WHERE kind IN ('mention', 'reply', 'new_in_branch', 'new_in_verdict', 'new_by_person')
      DO UPDATE SET id = excluded.id, kind = excluded.kind, subject_id = excluded.subject_id,
        created_at = excluded.created_at, read_at = NULL, planned = false, mail_at = NULL, mail_id = NULL
    RETURNING user_id AS "userId"`;
  return rows.map(({ userId }) => userId);
}

/**
 * Notifies the followers of a public comment, in one statement, and takes its mark away. Who was notified by a mention
 * or a reply isn't notified again. The notices are of now: the comment may have been held for days. Idempotent.
 * @returns whose notices changed
 */
export async function insertFollowerNotices(commentId: string, now: Date): Promise<string[]> {
  const rows = await rowsOf<{ userId: string }>(Prisma.sql`
    WITH marked AS (
      DELETE FROM notice_fanouts WHERE comment_id = ${commentId}::uuid RETURNING comment_id
    ), comment AS (
      SELECT a.* FROM ${storedComment(commentId)} a JOIN marked ON marked.comment_id = a.id
      WHERE a.status = 'visible' AND a.state <> 'unpublished'
    ), chosen AS (
      SELECT DISTINCT ON (f.user_id) f.user_id, f.level, f.kind, f.target_id, a.id AS comment_id, a.author_id,
        ${now}::timestamptz AS created_at
      FROM comment a CROSS JOIN LATERAL unnest(a.targets) WITH ORDINALITY AS target(id, n)
      JOIN follows f ON f.target_id = target.id ORDER BY f.user_id, target.n
    )
    INSERT INTO notices (id, user_id, kind, comment_id, subject_id, created_at)
    SELECT ${newNoticeId(Prisma.sql`created_at`)}, user_id, (CASE kind WHEN 'branch' THEN 'new_in_branch'
        WHEN 'verdict' THEN 'new_in_verdict' ELSE 'new_by_person' END)::"NoticeKind", comment_id, target_id, created_at
    FROM chosen WHERE level = 'follow' AND ${hears(Prisma.sql`user_id`, Prisma.sql`author_id`)}
    ON CONFLICT DO NOTHING RETURNING user_id AS "userId"`);
  return rows.map(({ userId }) => userId);
}
