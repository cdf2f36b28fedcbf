import { db, type Tx } from '#lib/db/client.server.ts';
import type { ClaimTally } from '#lib/live/events.ts';
import { isUuid } from '#lib/uuid.ts';

export type Stance = 'agree' | 'disagree';

/** The claim, where it stands in the verdict as it is now. */
export async function findClaim(claimId: string) {
  if (!isUuid(claimId)) return null;
  const claim = await db().claim.findFirst({
    where: { id: claimId, retiredAt: null },
    select: { id: true, verdictId: true, verdict: { select: { slug: true } } },
  });
  return claim && { id: claim.id, verdictId: claim.verdictId, slug: claim.verdict.slug };
}

/**
 * Sets or takes back one reader's vote and recounts the claim, in one transaction. The unique key holds "one for
 * each reader and claim"; the verdict's row is locked first, as everywhere, so that recounts can't cross.
 */
export async function saveVote(vote: {
  verdictId: string;
  claimId: string;
  userId: string;
  stance: Stance | null;
}): Promise<ClaimTally> {
  const { verdictId, claimId, userId, stance } = vote;
  return db().$transaction(async (tx) => {
    const { tallyVersion } = await tx.verdict.update({
      where: { id: verdictId },
      data: { tallyVersion: { increment: 1 } },
      select: { tallyVersion: true },
    });
    if (stance === null) await tx.vote.deleteMany({ where: { claimId, userId } });
    else
      await tx.$executeRaw`
        INSERT INTO votes (claim_id, user_id, stance) VALUES (${claimId}::uuid, ${userId}::uuid, ${stance}::"Stance")
        ON CONFLICT (claim_id, user_id) DO UPDATE SET stance = excluded.stance, updated_at = now()`;
    const [tally] = await tx.$queryRaw<Omit<ClaimTally, 'counted'>[]>`
      UPDATE claims SET agree = counted.agree, disagree = counted.disagree FROM (
        SELECT count(*) FILTER (WHERE stance = 'agree')::int AS agree,
          count(*) FILTER (WHERE stance = 'disagree')::int AS disagree
        FROM votes WHERE claim_id = ${claimId}::uuid AND user_id NOT IN (SELECT user_id FROM silenced)
      ) counted WHERE id = ${claimId}::uuid RETURNING id, claims.agree, claims.disagree`;
    return { ...tally!, counted: tallyVersion };
  });
}

/**
 * Counts every claim anew that this reader voted on: their votes begin, or cease, to count (the view `silenced`). The
 * caller holds the rows of those verdicts.
 */
export async function recountClaimsOf(userId: string, tx: Tx): Promise<(ClaimTally & { slug: string })[]> {
  return tx.$queryRaw<(ClaimTally & { slug: string })[]>`
    WITH voted AS (SELECT claim_id AS id FROM votes WHERE user_id = ${userId}::uuid), counted AS (
      SELECT voted.id, count(*) FILTER (WHERE v.stance = 'agree')::int AS agree,
        count(*) FILTER (WHERE v.stance = 'disagree')::int AS disagree
      FROM voted LEFT JOIN votes v ON v.claim_id = voted.id AND v.user_id NOT IN (SELECT user_id FROM silenced)
      GROUP BY voted.id
    ), moved AS (
      UPDATE claims c SET agree = counted.agree, disagree = counted.disagree FROM counted WHERE c.id = counted.id
      RETURNING c.id, c.verdict_id, c.agree, c.disagree
    ), told AS (
      UPDATE verdicts SET tally_version = tally_version + 1 WHERE id IN (SELECT verdict_id FROM moved)
      RETURNING id, slug, tally_version
    )
    SELECT moved.id, moved.agree, moved.disagree, told.slug, told.tally_version AS counted
    FROM moved JOIN told ON told.id = moved.verdict_id`;
}

/** One reader's stances on a verdict's claims, by claim. */
export async function readStances(verdictId: string, userId: string): Promise<Map<string, Stance>> {
  const votes = await db().vote.findMany({
    where: { userId, claim: { verdictId } },
    select: { claimId: true, stance: true },
  });
  return new Map(votes.map(({ claimId, stance }) => [claimId, stance]));
}
