import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { lockForTallies } from '#lib/db/tally-lock.server.ts';
import { BADGES } from '#lib/discussion/store/comment.store.server.ts';
import type { RatingTally } from '#lib/live/events.ts';

export interface CreditWrite {
  verdictId: string;
  commentId: string;
  userId: string;
  claimId: string | null;
  now: Date;
}

/**
 * The claim of this verdict whose vote the reader changed last, if the vote counts and the comment was there then.
 * `claimId`: only this one.
 */
const changedClaim = ({ verdictId, commentId, userId, claimId }: Omit<CreditWrite, 'now'>) => Prisma.sql`
  SELECT h.claim_id AS id FROM vote_histories h JOIN claims k ON k.id = h.claim_id
  JOIN votes w ON w.claim_id = h.claim_id AND w.user_id = h.user_id AND w.counts_at IS NULL
  WHERE h.user_id = ${userId}::uuid AND k.verdict_id = ${verdictId}::uuid
    AND h.changed_at >= (SELECT created_at FROM comments WHERE id = ${commentId}::uuid)
    AND k.retired_at IS NULL AND h.claim_id = coalesce(${claimId}::uuid, h.claim_id)
  ORDER BY h.changed_at DESC LIMIT 1`;

/** Counts them again under the verdict's lock. A trigger moves the comments' place in the order of common ground. */
async function recount(tx: Tx, verdictId: string, commentIds: string[]): Promise<RatingTally[]> {
  return tx.$queryRaw<RatingTally[]>`
    UPDATE comments c SET rated_version = v.tally_version,
      credits = (SELECT count(*)::int FROM counted_credits x WHERE x.comment_id = c.id)
    FROM verdicts v WHERE v.id = ${verdictId}::uuid AND c.verdict_id = v.id AND c.id = ANY(${commentIds}::uuid[])
    RETURNING c.id AS comment, c.helpful, c.not_helpful AS "notHelpful", c.rated_version AS counted,
      ${BADGES}`;
}

/** One comment for each claim: a new credit replaces the earlier one. @returns the tallies that moved; null: no changed vote */
export async function insertCredit(write: CreditWrite): Promise<RatingTally[] | null> {
  const { verdictId, commentId, userId, now } = write;
  return db().$transaction(async (tx) => {
    await tx.$executeRaw(lockForTallies(verdictId, [userId]));
    const [claim] = await tx.$queryRaw<{ id: string }[]>(changedClaim(write));
    if (!claim) return null;
    const replaced = await tx.$queryRaw<{ id: string }[]>`
      DELETE FROM mind_credits WHERE user_id = ${userId}::uuid
        AND (claim_id = ${claim.id}::uuid OR comment_id = ${commentId}::uuid) RETURNING comment_id AS id`;
    await tx.mindCredit.create({ data: { claimId: claim.id, userId, commentId, createdAt: now } });
    return recount(tx, verdictId, [commentId, ...replaced.map(({ id }) => id)]);
  });
}

/** @returns the tallies that moved */
export async function deleteCredits(
  verdictId: string,
  userId: string,
  commentIds: string[],
): Promise<RatingTally[]> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw(lockForTallies(verdictId, [userId]));
    await tx.mindCredit.deleteMany({ where: { userId, commentId: { in: commentIds } } });
    return recount(tx, verdictId, commentIds);
  });
}

/** Counts again what this reader credited, when their votes start or stop counting. The caller has locked those verdicts. */
export async function recountCreditsOf(
  userId: string,
  tx: Tx,
): Promise<{ slug: string; ratings: RatingTally[] }[]> {
  const rows = await tx.$queryRaw<{ verdictId: string; slug: string; commentIds: string[] }[]>`
    SELECT v.id AS "verdictId", v.slug, array_agg(m.comment_id::text) AS "commentIds"
    FROM mind_credits m JOIN comments c ON c.id = m.comment_id JOIN verdicts v ON v.id = c.verdict_id
    WHERE m.user_id = ${userId}::uuid GROUP BY v.id`;
  const moved = [];
  for (const { verdictId, slug, commentIds } of rows) {
    await tx.$executeRaw`UPDATE verdicts SET tally_version = tally_version + 1 WHERE id = ${verdictId}::uuid`;
    moved.push({ slug, ratings: await recount(tx, verdictId, commentIds) });
  }
  return moved;
}

export async function creditsOnOneVerdict(
  userId: string,
): Promise<{ verdictId: string; slug: string; commentIds: string[] } | null> {
  const [found] = await rowsOf<{ verdictId: string; slug: string; commentIds: string[] }>(Prisma.sql`
    SELECT v.id AS "verdictId", v.slug, array_agg(m.comment_id::text) AS "commentIds"
    FROM mind_credits m JOIN comments c ON c.id = m.comment_id JOIN verdicts v ON v.id = c.verdict_id
    WHERE m.user_id = ${userId}::uuid GROUP BY v.id LIMIT 1`);
  return found ?? null;
}

/** Whether the reader credited the comment, and whether they have changed a vote on its verdict since it was posted. */
export async function readCredit(
  { id, verdictId }: { id: string; verdictId: string },
  userId: string,
): Promise<{ credited: boolean; hasChanged: boolean }> {
  const [found] = await rowsOf<{ credited: boolean; hasChanged: boolean }>(Prisma.sql`
    SELECT EXISTS (SELECT 1 FROM mind_credits WHERE user_id = ${userId}::uuid AND comment_id = ${id}::uuid) AS credited,
      EXISTS (${changedClaim({ verdictId, commentId: id, userId, claimId: null })}) AS "hasChanged"`);
  return found!;
}
