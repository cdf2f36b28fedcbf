import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { CAMP_COLUMNS, CAMP_SUMS, campOf, MOVED_CAMPS } from '#lib/common-ground/move-ratings.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { BADGES } from '#lib/discussion/store/comment.store.server.ts';
import type { RatingTally } from '#lib/live/events.ts';

export async function ratingsOnOneVerdict(
  userId: string,
  limit: number,
): Promise<{ verdictId: string; slug: string; commentIds: string[] } | null> {
  const rows = await rowsOf<{ verdictId: string; slug: string; commentId: string }>(Prisma.sql`
    SELECT v.id AS "verdictId", v.slug, r.comment_id AS "commentId"
    FROM ratings r JOIN comments c ON c.id = r.comment_id JOIN verdicts v ON v.id = c.verdict_id
    WHERE r.user_id = ${userId}::uuid ORDER BY v.id LIMIT ${limit}`);
  const [first] = rows;
  if (!first) return null;
  const { verdictId, slug } = first;
  const there = rows.filter((row) => row.verdictId === verdictId);
  return { verdictId, slug, commentIds: there.map(({ commentId }) => commentId) };
}

export async function verdictsWithDueRatings(now: Date): Promise<{ id: string; slug: string }[]> {
  return rowsOf<{ id: string; slug: string }>(Prisma.sql`
    SELECT DISTINCT d.id, d.slug
    FROM ratings r JOIN comments c ON c.id = r.comment_id JOIN verdicts d ON d.id = c.verdict_id
    WHERE r.counts_at <= ${now}`);
}

/** Counts the held ratings of one verdict that are due, like `countDueVotes`. */
export async function countDueRatings(verdictId: string, now: Date): Promise<RatingTally[]> {
  const client = db();
  const [, counted] = await client.$transaction([
    client.$executeRaw`SELECT 1 FROM verdicts WHERE id = ${verdictId}::uuid FOR NO KEY UPDATE`,
    client.$queryRaw<RatingTally[]>`
      WITH due AS (
        SELECT r.comment_id, r.user_id, EXISTS (
          SELECT 1 FROM restrictions x
          WHERE x.user_id = r.user_id AND x.lifted_at IS NULL AND (x.until IS NULL OR x.until > ${now})
        ) AS restricted
        FROM ratings r JOIN comments c ON c.id = r.comment_id
        WHERE c.verdict_id = ${verdictId}::uuid AND r.counts_at <= ${now}
      ), dropped AS (
        DELETE FROM ratings r USING due
        WHERE r.comment_id = due.comment_id AND r.user_id = due.user_id AND due.restricted
      ), counted AS (
        UPDATE ratings r SET counts_at = NULL FROM due
        WHERE r.comment_id = due.comment_id AND r.user_id = due.user_id AND NOT due.restricted
        RETURNING r.comment_id, r.user_id, r.helpful
      ), bumped AS (
        UPDATE verdicts SET tally_version = tally_version + 1
        WHERE id = ${verdictId}::uuid AND EXISTS (SELECT 1 FROM counted) RETURNING tally_version
      ), differences AS (
        SELECT comment_id, camp.camp, helpful::int AS helpful, (NOT helpful)::int AS not_helpful
        FROM counted LEFT JOIN LATERAL (
          ${campOf({ verdictId: Prisma.sql`${verdictId}::uuid`, userId: Prisma.sql`counted.user_id` })}
        ) camp ON true
      ), more AS (
        SELECT comment_id, bumped.tally_version, sum(helpful)::int AS helpful, sum(not_helpful)::int AS not_helpful,
          ${CAMP_SUMS}
        FROM differences, bumped GROUP BY comment_id, bumped.tally_version
      )
      ${MOVE_COUNTS} ${TALLY}`,
  ]);
  return counted;
}

/**
 * Adds this reader's ratings to the tallies (`by` 1) or removes them (-1), when they start or stop counting (the view
 * `silenced`). The caller has locked those verdicts' rows.
 */
export async function moveTalliesOf(
  userId: string,
  by: 1 | -1,
  tx: Tx,
): Promise<(RatingTally & { slug: string })[]> {
  return tx.$queryRaw<(RatingTally & { slug: string })[]>`
    WITH mine AS (
      SELECT r.comment_id, r.helpful, c.verdict_id FROM ratings r JOIN comments c ON c.id = r.comment_id
      WHERE r.user_id = ${userId}::uuid AND r.counts_at IS NULL
    ), bumped AS (
      UPDATE verdicts SET tally_version = tally_version + 1 WHERE id IN (SELECT verdict_id FROM mine)
      RETURNING id, slug, tally_version
    ), differences AS (
      SELECT mine.comment_id, bumped.slug, bumped.tally_version, camp.camp,
        ${by}::int * helpful::int AS helpful, ${by}::int * (NOT helpful)::int AS not_helpful
      FROM mine JOIN bumped ON bumped.id = mine.verdict_id LEFT JOIN LATERAL (
        ${campOf({ verdictId: Prisma.sql`mine.verdict_id`, userId: Prisma.sql`${userId}::uuid` })}
      ) camp ON true
    ), more AS (
      SELECT comment_id, slug, tally_version, sum(helpful)::int AS helpful, sum(not_helpful)::int AS not_helpful,
        ${CAMP_SUMS}
      FROM differences GROUP BY comment_id, slug, tally_version
    )
    ${MOVE_COUNTS} ${TALLY}, n.slug`;
}

const MOVE_COUNTS = Prisma.sql`
  UPDATE comments c SET helpful = c.helpful + n.helpful, not_helpful = c.not_helpful + n.not_helpful,
    score = rating_score(c.helpful + n.helpful, c.not_helpful + n.not_helpful), rated_version = n.tally_version,
    (${CAMP_COLUMNS}) = (SELECT ${MOVED_CAMPS})
  FROM more n WHERE c.id = n.comment_id`;
const TALLY = Prisma.sql`
  RETURNING c.id AS comment, c.helpful, c.not_helpful AS "notHelpful", c.rated_version AS counted,
  ${BADGES}`;
