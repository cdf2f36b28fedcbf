import type { Actor } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { hasRatedOn, moveRatings } from '#lib/common-ground/move-ratings.server.ts';
import type { ClaimTally, RatingTally } from '#lib/live/events.ts';
import type { OwnVote, Stance } from '#lib/verdicts/verdict-view.ts';
import { visibleTo } from '#lib/verdicts/find-verdict.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import { isUuid } from '#lib/uuid.ts';
import { recountMinds } from './blind/history.store.server.ts';

interface FoundClaim {
  id: string;
  verdictId: string;
  slug: string;
  state: VerdictState;
  /** No longer in the current version. */
  isRetired: boolean;
}

export async function findClaim(claimId: string, actor: Actor | null): Promise<FoundClaim | null> {
  if (!isUuid(claimId)) return null;
  const [claim] = await rowsOf<FoundClaim>(Prisma.sql`
    SELECT c.id, v.id AS "verdictId", v.slug, v.state::text AS state, c.retired_at IS NOT NULL AS "isRetired"
    FROM claims c JOIN verdicts v ON v.id = c.verdict_id WHERE c.id = ${claimId}::uuid AND ${visibleTo(actor)}`);
  return claim ?? null;
}

export async function verdictsWithDueVotes(now: Date): Promise<{ id: string; slug: string }[]> {
  return rowsOf<{ id: string; slug: string }>(Prisma.sql`
    SELECT DISTINCT d.id, d.slug FROM votes v JOIN claims c ON c.id = v.claim_id JOIN verdicts d ON d.id = c.verdict_id
    WHERE v.counts_at <= ${now}`);
}

/**
 * Counts the held votes of one verdict that are due. Those of accounts that are restricted now are deleted: they were
 * never counted. If several processes sweep at once, the first counts them and the others find nothing due.
 * @returns the new tallies; none if nothing was due
 */
export async function countDueVotes(
  verdictId: string,
  now: Date,
): Promise<{ claims: ClaimTally[]; ratings: RatingTally[] }> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM verdicts WHERE id = ${verdictId}::uuid FOR NO KEY UPDATE`;
    const rows = await tx.$queryRaw<(ClaimTally & { camps: { userId: string; to: Stance }[] })[]>`
      WITH due AS (
        SELECT v.claim_id, v.user_id, EXISTS (
          SELECT 1 FROM restrictions r
          WHERE r.user_id = v.user_id AND r.lifted_at IS NULL AND (r.until IS NULL OR r.until > ${now})
        ) AS restricted
        FROM votes v JOIN claims c ON c.id = v.claim_id WHERE c.verdict_id = ${verdictId}::uuid AND v.counts_at <= ${now}
      ), dropped AS (
        DELETE FROM votes v USING due
        WHERE v.claim_id = due.claim_id AND v.user_id = due.user_id AND due.restricted
      ), counted AS (
        UPDATE votes v SET counts_at = NULL FROM due
        WHERE v.claim_id = due.claim_id AND v.user_id = due.user_id AND NOT due.restricted
        RETURNING v.claim_id, v.user_id, v.stance
      ), moved AS (
        UPDATE claims c SET agree = c.agree + more.agree, disagree = c.disagree + more.disagree FROM (
          SELECT claim_id, count(*) FILTER (WHERE stance = 'agree') AS agree,
            count(*) FILTER (WHERE stance = 'disagree') AS disagree
          FROM counted GROUP BY claim_id
        ) more WHERE c.id = more.claim_id RETURNING c.id, c.agree, c.disagree, c.minds
      ), bumped AS (
        UPDATE verdicts SET tally_version = tally_version + 1
        WHERE id = ${verdictId}::uuid AND EXISTS (SELECT 1 FROM counted) RETURNING tally_version
      ), ${recountMinds(Prisma.sql`SELECT ${verdictId}::uuid FROM counted`)}
      SELECT moved.id, moved.agree, moved.disagree, moved.minds, bumped.tally_version AS counted, CASE WHEN moved.id = v.headline_id THEN (
        SELECT coalesce(json_agg(json_build_object('userId', user_id, 'to', stance)), '[]') FROM counted
        WHERE claim_id = moved.id AND ${hasRatedOn({ verdictId: Prisma.sql`${verdictId}::uuid`, userId: Prisma.sql`counted.user_id` })}
      ) ELSE '[]' END AS camps
      FROM moved, bumped JOIN verdicts v ON v.id = ${verdictId}::uuid`;
    const moves = rows.flatMap(({ camps }) => camps.map((camp) => ({ ...camp, from: null })));
    const claims = rows.map(({ camps: _, ...tally }) => tally);
    return { claims, ratings: await moveRatings(tx, verdictId, moves) };
  });
}

/**
 * Adds this reader's votes to the tallies (`by` 1) or removes them (-1), when they start or stop counting (the view
 * `silenced`). The caller has locked those verdicts' rows.
 */
export async function moveTalliesOf(
  userId: string,
  by: 1 | -1,
  tx: Tx,
): Promise<(ClaimTally & { slug: string })[]> {
  return tx.$queryRaw<(ClaimTally & { slug: string })[]>`
    WITH moved AS (
      UPDATE claims c SET agree = c.agree + CASE WHEN v.stance = 'agree' THEN ${by}::int ELSE 0 END,
        disagree = c.disagree + CASE WHEN v.stance = 'disagree' THEN ${by}::int ELSE 0 END
      FROM votes v WHERE v.user_id = ${userId}::uuid AND v.counts_at IS NULL AND c.id = v.claim_id
      RETURNING c.id, c.verdict_id, c.agree, c.disagree, c.minds
    ), bumped AS (
      UPDATE verdicts SET tally_version = tally_version + 1 WHERE id IN (SELECT verdict_id FROM moved)
      RETURNING id, slug, tally_version
    ), ${recountMinds(Prisma.sql`SELECT id FROM bumped`)}
    SELECT moved.id, moved.agree, moved.disagree, moved.minds, bumped.slug, bumped.tally_version AS counted
    FROM moved JOIN bumped ON bumped.id = moved.verdict_id`;
}

export async function votesOnOneVerdict(
  userId: string,
): Promise<{ verdictId: string; slug: string; claimIds: string[] } | null> {
  const [found] = await rowsOf<{ verdictId: string; slug: string; claimIds: string[] }>(Prisma.sql`
    SELECT d.id AS "verdictId", d.slug, array_agg(v.claim_id::text) AS "claimIds"
    FROM votes v JOIN claims c ON c.id = v.claim_id JOIN verdicts d ON d.id = c.verdict_id
    WHERE v.user_id = ${userId}::uuid GROUP BY d.id LIMIT 1`);
  return found ?? null;
}

export async function readOwnVotes(verdictId: string, userId: string): Promise<Map<string, OwnVote>> {
  const votes = await rowsOf<OwnVote & { claimId: string }>(Prisma.sql`
    SELECT v.claim_id AS "claimId", v.stance::text AS stance, v.counts_at AS "countsAt"
    FROM votes v JOIN claims c ON c.id = v.claim_id
    WHERE v.user_id = ${userId}::uuid AND c.verdict_id = ${verdictId}::uuid`);
  return new Map(votes.map(({ claimId, ...vote }) => [claimId, vote]));
}
