import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { ClaimTally } from '#lib/live/events.ts';
import { isUuid } from '#lib/uuid.ts';

export type Stance = 'agree' | 'disagree';

/** The claim, where it stands in the verdict as it is now. */
export async function findClaim(claimId: string): Promise<{ verdictId: string; slug: string } | null> {
  if (!isUuid(claimId)) return null;
  const [claim] = await rowsOf<{ verdictId: string; slug: string }>(Prisma.sql`
    SELECT v.id AS "verdictId", v.slug FROM claims c JOIN verdicts v ON v.id = c.verdict_id
    WHERE c.id = ${claimId}::uuid AND c.retired_at IS NULL`);
  return claim ?? null;
}

export interface VoteWrite {
  claimId: string;
  userId: string;
  /** Null takes it back. */
  stance: Stance | null;
}

/**
 * Sets or takes back readers' votes on one verdict's claims and recounts those, in one transaction. The unique key
 * holds "one for each reader and claim"; where a reader voted twice, the later vote counts. The verdict's row is locked
 * first, as everywhere, so that recounts can't cross. @returns the tallies by claim
 */
export async function saveVotes(verdictId: string, writes: VoteWrite[]): Promise<Map<string, ClaimTally>> {
  const latest = new Map(writes.map((write) => [`${write.claimId} ${write.userId}`, write]));
  const rows = JSON.stringify([...latest.values()]);
  const ids = [...new Set(writes.map(({ claimId }) => claimId))];
  const client = db();
  const [, , tallies] = await client.$transaction([
    client.$executeRaw`UPDATE verdicts SET tally_version = tally_version + 1 WHERE id = ${verdictId}::uuid`,
    client.$executeRaw`
      WITH sent AS (
        SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS sent("claimId" uuid, "userId" uuid, stance "Stance")
      ), taken AS (
        DELETE FROM votes v USING sent
        WHERE v.claim_id = sent."claimId" AND v.user_id = sent."userId" AND sent.stance IS NULL
      )
      INSERT INTO votes (claim_id, user_id, stance)
      SELECT "claimId", "userId", stance FROM sent WHERE stance IS NOT NULL
      ON CONFLICT (claim_id, user_id) DO UPDATE SET stance = excluded.stance, updated_at = now()`,
    client.$queryRaw<ClaimTally[]>`
      UPDATE claims SET agree = counted.agree, disagree = counted.disagree FROM (
        SELECT c.id, c.verdict_id, count(*) FILTER (WHERE v.stance = 'agree')::int AS agree,
          count(*) FILTER (WHERE v.stance = 'disagree')::int AS disagree
        FROM claims c LEFT JOIN votes v ON v.claim_id = c.id AND v.user_id NOT IN (SELECT user_id FROM silenced)
        WHERE c.id = ANY(${ids}::uuid[]) GROUP BY c.id
      ) counted JOIN verdicts ON verdicts.id = counted.verdict_id WHERE claims.id = counted.id
      RETURNING claims.id, claims.agree, claims.disagree, verdicts.tally_version AS counted`,
  ]);
  return new Map(tallies.map((tally) => [tally.id, tally]));
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
  const votes = await rowsOf<{ claimId: string; stance: Stance }>(Prisma.sql`
    SELECT v.claim_id AS "claimId", v.stance::text AS stance FROM votes v JOIN claims c ON c.id = v.claim_id
    WHERE v.user_id = ${userId}::uuid AND c.verdict_id = ${verdictId}::uuid`);
  return new Map(votes.map(({ claimId, stance }) => [claimId, stance]));
}
