import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { RatingTally } from '#lib/live/events.ts';
import { BURST_ACCOUNTS, type BurstTimes } from '#lib/standing/burst.ts';
import { ratingScore } from './ranking.ts';

export interface RatingWrite extends BurstTimes {
  commentId: string;
  userId: string;
  helpful: boolean | null;
}

export interface RatingSaved {
  tally: RatingTally;
  /** The rating is held until then; null: it counts. */
  countsAt: Date | null;
  /** The rating is held, or was held and is withdrawn now. */
  inBurst: boolean;
}

/**
 * Sets or withdraws ratings of one verdict's comments and recounts those, in one transaction. Of two ratings of one
 * comment by one reader, the latest counts. Ratings in bursts are held like votes: see `saveVotes`.
 * @returns for each write: the tally of its comment, and whether it is held
 */
export async function saveRatings(verdictId: string, writes: RatingWrite[]): Promise<RatingSaved[]> {
  const latest = new Map(writes.map((write) => [ratingKey(write), write]));
  const rows = JSON.stringify([...latest.values()].map((write, place) => ({ ...write, place })));
  const ids = [...new Set(writes.map(({ commentId }) => commentId))];
  return db().$transaction(async (tx) => {
    const counted = await nextTally(tx, verdictId);
    const saved = await tx.$queryRaw<{ commentId: string; userId: string; countsAt: Date | null }[]>`
      WITH sent AS (
        SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS sent("commentId" uuid, "userId" uuid, helpful boolean,
          now timestamptz, "freshAfter" timestamptz, since timestamptz, "countsAt" timestamptz, place int)
      ), taken AS (
        DELETE FROM ratings r USING sent
        WHERE r.comment_id = sent."commentId" AND r.user_id = sent."userId" AND sent.helpful IS NULL
        RETURNING r.comment_id, r.user_id, r.counts_at
      ), fresh AS (
        SELECT sent."commentId", sent."userId",
          earlier.n + row_number() OVER (PARTITION BY sent."commentId" ORDER BY sent.place) AS nth
        FROM sent JOIN users u ON u.id = sent."userId" AND u.created_at > sent."freshAfter"
        CROSS JOIN LATERAL (
          SELECT count(*) AS n FROM (
            SELECT 1 FROM ratings r WHERE r.comment_id = sent."commentId" AND r.fresh AND r.created_at > sent.since
            LIMIT ${BURST_ACCOUNTS}
          ) latest
        ) earlier
        WHERE sent.helpful IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM ratings r WHERE r.comment_id = sent."commentId" AND r.user_id = sent."userId")
      ), kept AS (
        INSERT INTO ratings (comment_id, user_id, helpful, created_at, fresh, counts_at)
        SELECT "commentId", "userId", sent.helpful, sent.now, fresh.nth IS NOT NULL,
          CASE WHEN fresh.nth > ${BURST_ACCOUNTS} THEN sent."countsAt" END
        FROM sent LEFT JOIN fresh USING ("commentId", "userId") WHERE sent.helpful IS NOT NULL
        ON CONFLICT (comment_id, user_id) DO UPDATE SET helpful = excluded.helpful
        RETURNING comment_id, user_id, counts_at
      )
      SELECT comment_id AS "commentId", user_id AS "userId", counts_at AS "countsAt"
      FROM (TABLE kept UNION ALL TABLE taken) saved`;
    const tallies = new Map((await recount(tx, ids)).map((tally) => [tally.comment, { ...tally, counted }]));
    const held = new Map(saved.map((rating) => [ratingKey(rating), rating.countsAt]));
    return writes.map((write) => {
      const heldUntil = held.get(ratingKey(write)) ?? null;
      return {
        tally: tallies.get(write.commentId)!,
        countsAt: write.helpful === null ? null : heldUntil,
        inBurst: heldUntil !== null,
      };
    });
  });
}

const ratingKey = ({ commentId, userId }: { commentId: string; userId: string }) => `${commentId} ${userId}`;

async function nextTally(tx: Tx, verdictId: string): Promise<number> {
  const { tallyVersion } = await tx.verdict.update({
    where: { id: verdictId },
    data: { tallyVersion: { increment: 1 } },
    select: { tallyVersion: true },
  });
  return tallyVersion;
}

async function recount(tx: Tx, ids: string[]): Promise<Omit<RatingTally, 'counted'>[]> {
  const counts = await tx.$queryRaw<Omit<RatingTally, 'counted'>[]>`
    SELECT c.id AS comment, count(*) FILTER (WHERE r.helpful)::int AS helpful,
      count(*) FILTER (WHERE NOT r.helpful)::int AS "notHelpful"
    FROM comments c LEFT JOIN counted_ratings r ON r.comment_id = c.id
    WHERE c.id = ANY(${ids}::uuid[]) GROUP BY c.id`;
  await storeCounts(tx, counts);
  return counts;
}

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
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM verdicts WHERE id = ${verdictId}::uuid FOR NO KEY UPDATE`;
    const due = await tx.$queryRaw<{ id: string }[]>`
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
        WHERE r.comment_id = due.comment_id AND r.user_id = due.user_id AND NOT due.restricted RETURNING r.comment_id
      )
      SELECT DISTINCT comment_id AS id FROM counted`;
    if (due.length === 0) return [];
    const counted = await nextTally(tx, verdictId);
    const counts = await recount(
      tx,
      due.map(({ id }) => id),
    );
    return counts.map((tally) => ({ ...tally, counted }));
  });
}

async function storeCounts(tx: Tx, counts: Omit<RatingTally, 'counted'>[]): Promise<void> {
  const rows = counts.map((tally) => ({ ...tally, score: ratingScore(tally) }));
  await tx.$executeRaw`
    UPDATE comments c SET helpful = n.helpful, not_helpful = n."notHelpful", score = n.score, rated_version = v.tally_version
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS n(comment uuid, helpful int, "notHelpful" int, score float8), verdicts v
    WHERE c.id = n.comment AND v.id = c.verdict_id`;
}

/**
 * Recounts every comment that this reader rated, when their ratings start or stop counting (the view `silenced`). The
 * caller has locked those verdicts' rows.
 */
export async function recountCommentsOf(userId: string, tx: Tx): Promise<(RatingTally & { slug: string })[]> {
  const counted = await tx.$queryRaw<(RatingTally & { slug: string; verdictId: string })[]>`
    SELECT c.id AS comment, v.slug, v.id AS "verdictId", v.tally_version + 1 AS counted, count(*) FILTER (WHERE r.helpful)::int AS helpful,
      count(*) FILTER (WHERE NOT r.helpful)::int AS "notHelpful"
    FROM ratings mine JOIN comments c ON c.id = mine.comment_id JOIN verdicts v ON v.id = c.verdict_id
    LEFT JOIN counted_ratings r ON r.comment_id = c.id
    WHERE mine.user_id = ${userId}::uuid GROUP BY c.id, v.id`;
  if (counted.length === 0) return [];
  const verdictIds = [...new Set(counted.map(({ verdictId }) => verdictId))];
  await tx.verdict.updateMany({
    where: { id: { in: verdictIds } },
    data: { tallyVersion: { increment: 1 } },
  });
  await storeCounts(tx, counted);
  return counted.map(({ verdictId: _, ...tally }) => tally);
}
