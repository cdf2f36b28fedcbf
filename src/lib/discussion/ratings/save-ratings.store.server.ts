import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, ONE_ROW } from '#lib/db/query-plans.server.ts';
import { CAMP_COLUMNS, CAMP_SUMS, campOf, MOVED_CAMPS } from '#lib/common-ground/move-ratings.server.ts';
import { lockForTallies } from '#lib/db/tally-lock.server.ts';
import { BADGES } from '#lib/discussion/store/comment.store.server.ts';
import type { RatingTally } from '#lib/live/events.ts';
import { BURST_ACCOUNTS, type BurstTimes } from '#lib/standing/burst.ts';

export interface RatingWrite extends BurstTimes {
  commentId: string;
  userId: string;
  helpful: boolean | null;
}

export interface RatingSaved {
  tally: RatingTally;
  /** The reader's rating in this count: of two in one batch, the later. */
  mine: boolean | null;
  /** The rating is held until then; null: it counts. */
  countsAt: Date | null;
  /** The rating is held, or was held and is withdrawn now. */
  inBurst: boolean;
}

/**
 * Sets or withdraws ratings of one verdict's comments and moves their counts by the difference, in one transaction. Of
 * two ratings of one comment by one reader, the latest counts. See `saveVotes`, which does the same.
 * @returns for each write: the tally of its comment, and whether it is held
 */
export async function saveRatings(verdictId: string, writes: RatingWrite[]): Promise<RatingSaved[]> {
  const latestByKey = new Map(writes.map((write) => [ratingKey(write), write]));
  const latest = [...latestByKey.values()];
  const readers = latest.map(({ userId }) => userId);
  const client = db();
  const [, saved] = await client.$transaction([
    client.$executeRaw(lockForTallies(verdictId, readers)),
    client.$queryRaw<(RatingTally & Pick<RatingWrite, 'userId'> & Pick<RatingSaved, 'countsAt'>)[]>(
      saveStatement(verdictId, latest),
    ),
  ]);
  const byKey = new Map(saved.map((row) => [ratingKey({ commentId: row.comment, userId: row.userId }), row]));
  return writes.map((write) => {
    const { userId: _, countsAt, ...tally } = byKey.get(ratingKey(write))!;
    const mine = latestByKey.get(ratingKey(write))!.helpful;
    return { tally, mine, countsAt: mine === null ? null : countsAt, inBurst: countsAt !== null };
  });
}

const ratingKey = ({ commentId, userId }: { commentId: string; userId: string }) => `${commentId} ${userId}`;

function saveStatement(verdictId: string, writes: RatingWrite[]): Prisma.Sql {
  const rows = JSON.stringify(writes.map((write, place) => ({ ...write, place })));
  const commentIds = [...new Set(writes.map(({ commentId }) => commentId))];
  return Prisma.sql`
    WITH sent AS (
      SELECT sent.*, r.helpful AS was, r.counts_at AS "heldUntil", s.user_id IS NOT NULL AS silenced, camp.camp
      FROM jsonb_to_recordset(${rows}::jsonb) AS sent("commentId" uuid, "userId" uuid, helpful boolean,
        now timestamptz, "freshAfter" timestamptz, since timestamptz, "countsAt" timestamptz, place int)
      LEFT JOIN LATERAL (
        SELECT helpful, counts_at FROM ratings
        WHERE comment_id = sent."commentId" AND user_id = sent."userId" ${ONE_ROW}
      ) r ON true
      LEFT JOIN LATERAL (SELECT user_id FROM silenced WHERE user_id = sent."userId" ${ONE_ROW}) s ON true
      LEFT JOIN LATERAL (${campOf({ verdictId: Prisma.sql`${verdictId}::uuid`, userId: Prisma.sql`sent."userId"` })}) camp
        ON true
    ), fresh AS (
      SELECT sent."commentId", sent."userId",
        earlier.n + row_number() OVER (PARTITION BY sent."commentId" ORDER BY sent.place) AS nth
      FROM sent CROSS JOIN LATERAL (
        SELECT 1 FROM users u WHERE u.id = sent."userId" AND u.created_at > sent."freshAfter" ${ONE_ROW}
      ) account CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM (
          SELECT 1 FROM ratings r WHERE r.comment_id = sent."commentId" AND r.fresh AND r.created_at > sent.since
          ORDER BY r.created_at ${limitOf(BURST_ACCOUNTS)}
        ) latest
      ) earlier
      WHERE sent.helpful IS NOT NULL AND sent.was IS NULL
    ), changed AS (
      SELECT sent.*, fresh.nth IS NOT NULL AS fresh,
        CASE WHEN fresh.nth > ${BURST_ACCOUNTS} THEN sent."countsAt" ELSE sent."heldUntil" END AS counts_at
      FROM sent LEFT JOIN fresh USING ("commentId", "userId")
    ), withdrawn AS (
      DELETE FROM ratings r USING changed
      WHERE r.comment_id = changed."commentId" AND r.user_id = changed."userId" AND changed.helpful IS NULL
    ), kept AS (
      INSERT INTO ratings (comment_id, user_id, helpful, created_at, fresh, counts_at)
      SELECT "commentId", "userId", helpful, now, fresh, counts_at FROM changed WHERE helpful IS NOT NULL
      ON CONFLICT (comment_id, user_id) DO UPDATE SET helpful = excluded.helpful
    ), differences AS (
      SELECT "commentId", camp, (coalesce(helpful, false)::int - coalesce(was, false)::int) AS helpful,
        (coalesce(NOT helpful, false)::int - coalesce(NOT was, false)::int) AS not_helpful
      FROM changed WHERE counts_at IS NULL AND NOT silenced
    ), moved AS (
      UPDATE comments c SET (helpful, not_helpful, score, rated_version, ${CAMP_COLUMNS}) = (
        SELECT c.helpful + n.helpful, c.not_helpful + n.not_helpful,
          rating_score(c.helpful + n.helpful, c.not_helpful + n.not_helpful), v.tally_version, ${MOVED_CAMPS}
        FROM (
          SELECT coalesce(sum(helpful), 0)::int AS helpful, coalesce(sum(not_helpful), 0)::int AS not_helpful, ${CAMP_SUMS}
          FROM differences WHERE "commentId" = c.id
        ) n, verdicts v WHERE v.id = ${verdictId}::uuid
      )
      WHERE c.id = ANY(${commentIds}::uuid[]) RETURNING c.id, c.helpful, c.not_helpful, c.rated_version,
        ${BADGES}
    )
    SELECT moved.id AS comment, changed."userId", changed.counts_at AS "countsAt", moved.helpful,
      moved.not_helpful AS "notHelpful", moved.rated_version AS counted, moved."commonGround", moved."changedMinds"
    FROM changed JOIN moved ON moved.id = changed."commentId"`;
}
