import { Prisma } from '#lib/db/generated/client.ts';

/**
 * The verdict's row orders the changes of its thread. Each change locks the row, takes the next seq and stamps the
 * comments that it changes with it. The lock makes commit order the seq order: a reader who has seq n has all before.
 * Lock order, everywhere: the verdict's row first, then comments.
 */

export function lockVerdict(verdictId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT slug, seq, comment_count AS total, tally_version AS counted, locked_at AS "lockedAt", state::text AS state
    FROM verdicts WHERE id = ${verdictId}::uuid FOR NO KEY UPDATE`;
}

/** Advances the seq and the comment count. `made`: one row of `changes` and `comments`, the number added. */
export function advanceVerdict(verdictId: string, made: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    UPDATE verdicts v SET seq = v.seq + made.changes, comment_count = v.comment_count + made.comments
    FROM (${made}) made WHERE v.id = ${verdictId}::uuid AND made.changes > 0`;
}

/** Adds replies to parents. `added`: rows of `parent_id`, `n` and the `seq` of the change. */
export function addReplies(added: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    UPDATE comments c SET replies = c.replies + added.n, seq = added.seq FROM (${added}) added WHERE c.id = added.parent_id`;
}
