import type { Actor } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { ClaimTally } from '#lib/live/events.ts';
import { BURST_ACCOUNTS, type BurstTimes } from '#lib/standing/burst.ts';
import type { OwnVote, Stance } from '#lib/verdicts/verdict-view.ts';
import { visibleTo } from '#lib/verdicts/find-verdict.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import { isUuid } from '#lib/uuid.ts';

interface FoundClaim {
  id: string;
  verdictId: string;
  slug: string;
  state: VerdictState;
}

export async function findClaim(claimId: string, actor: Actor | null): Promise<FoundClaim | null> {
  if (!isUuid(claimId)) return null;
  const [claim] = await rowsOf<FoundClaim>(Prisma.sql`
    SELECT c.id, v.id AS "verdictId", v.slug, v.state::text AS state FROM claims c JOIN verdicts v ON v.id = c.verdict_id
    WHERE c.id = ${claimId}::uuid AND c.retired_at IS NULL AND ${visibleTo(actor)}`);
  return claim ?? null;
}

export interface VoteWrite extends BurstTimes {
  claimId: string;
  userId: string;
  stance: Stance | null;
}

export interface VoteSaved {
  tally: ClaimTally;
  /** The vote is held until then; null: it counts. */
  countsAt: Date | null;
  /** The vote is held, or was held and is withdrawn now. */
  inBurst: boolean;
}

/**
 * Sets or withdraws votes on one verdict's claims and recounts those. Of two votes by one reader, the latest counts.
 * The verdict's row is locked first, so recounts and bursts don't overlap.
 * A new vote of a fresh account is held if it comes after `BURST_ACCOUNTS` of them in the window; those earlier in the
 * same batch are counted, too. Changing a vote leaves it held, or counted, as it was.
 * @returns for each write: the tally of its claim, and whether it is held
 */
export async function saveVotes(verdictId: string, writes: VoteWrite[]): Promise<VoteSaved[]> {
  const latest = new Map(writes.map((write) => [voteKey(write), write]));
  const rows = JSON.stringify([...latest.values()].map((write, place) => ({ ...write, place })));
  const ids = [...new Set(writes.map(({ claimId }) => claimId))];
  const client = db();
  const [, saved, counted] = await client.$transaction([
    client.$executeRaw`UPDATE verdicts SET tally_version = tally_version + 1 WHERE id = ${verdictId}::uuid`,
    client.$queryRaw<{ claimId: string; userId: string; countsAt: Date | null }[]>`
      WITH sent AS (
        SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS sent("claimId" uuid, "userId" uuid, stance "Stance",
          now timestamptz, "freshAfter" timestamptz, since timestamptz, "countsAt" timestamptz, place int)
      ), taken AS (
        DELETE FROM votes v USING sent
        WHERE v.claim_id = sent."claimId" AND v.user_id = sent."userId" AND sent.stance IS NULL
        RETURNING v.claim_id, v.user_id, v.counts_at
      ), fresh AS (
        SELECT sent."claimId", sent."userId",
          earlier.n + row_number() OVER (PARTITION BY sent."claimId" ORDER BY sent.place) AS nth
        FROM sent JOIN users u ON u.id = sent."userId" AND u.created_at > sent."freshAfter"
        CROSS JOIN LATERAL (
          SELECT count(*) AS n FROM (
            SELECT 1 FROM votes v WHERE v.claim_id = sent."claimId" AND v.fresh AND v.created_at > sent.since
            LIMIT ${BURST_ACCOUNTS}
          ) latest
        ) earlier
        WHERE sent.stance IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM votes v WHERE v.claim_id = sent."claimId" AND v.user_id = sent."userId")
      ), kept AS (
        INSERT INTO votes (claim_id, user_id, stance, created_at, updated_at, fresh, counts_at)
        SELECT "claimId", "userId", sent.stance, sent.now, sent.now, fresh.nth IS NOT NULL,
          CASE WHEN fresh.nth > ${BURST_ACCOUNTS} THEN sent."countsAt" END
        FROM sent LEFT JOIN fresh USING ("claimId", "userId") WHERE sent.stance IS NOT NULL
        ON CONFLICT (claim_id, user_id) DO UPDATE SET stance = excluded.stance, updated_at = excluded.updated_at
        RETURNING claim_id, user_id, counts_at
      )
      SELECT claim_id AS "claimId", user_id AS "userId", counts_at AS "countsAt"
      FROM (TABLE kept UNION ALL TABLE taken) saved`,
    client.$queryRaw<ClaimTally[]>(recount(ids)),
  ]);
  const tallies = new Map(counted.map((tally) => [tally.id, tally]));
  const held = new Map(saved.map((vote) => [voteKey(vote), vote.countsAt]));
  return writes.map((write) => {
    const heldUntil = held.get(voteKey(write)) ?? null;
    return {
      tally: tallies.get(write.claimId)!,
      countsAt: write.stance === null ? null : heldUntil,
      inBurst: heldUntil !== null,
    };
  });
}

const voteKey = ({ claimId, userId }: { claimId: string; userId: string }) => `${claimId} ${userId}`;

function recount(ids: string[]): Prisma.Sql {
  return Prisma.sql`
    UPDATE claims SET agree = counted.agree, disagree = counted.disagree FROM (
      SELECT c.id, c.verdict_id, count(*) FILTER (WHERE v.stance = 'agree')::int AS agree,
        count(*) FILTER (WHERE v.stance = 'disagree')::int AS disagree
      FROM claims c LEFT JOIN counted_votes v ON v.claim_id = c.id
      WHERE c.id = ANY(${ids}::uuid[]) GROUP BY c.id
    ) counted JOIN verdicts ON verdicts.id = counted.verdict_id WHERE claims.id = counted.id
    RETURNING claims.id, claims.agree, claims.disagree, verdicts.tally_version AS counted`;
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
export async function countDueVotes(verdictId: string, now: Date): Promise<ClaimTally[]> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM verdicts WHERE id = ${verdictId}::uuid FOR NO KEY UPDATE`;
    const due = await tx.$queryRaw<{ id: string }[]>`
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
        WHERE v.claim_id = due.claim_id AND v.user_id = due.user_id AND NOT due.restricted RETURNING v.claim_id
      )
      SELECT DISTINCT claim_id AS id FROM counted`;
    if (due.length === 0) return [];
    await tx.$executeRaw`UPDATE verdicts SET tally_version = tally_version + 1 WHERE id = ${verdictId}::uuid`;
    return tx.$queryRaw<ClaimTally[]>(recount(due.map(({ id }) => id)));
  });
}

/**
 * Recounts every claim that this reader voted on, when their votes start or stop counting (the view `silenced`). The
 * caller has locked those verdicts' rows.
 */
export async function recountClaimsOf(userId: string, tx: Tx): Promise<(ClaimTally & { slug: string })[]> {
  return tx.$queryRaw<(ClaimTally & { slug: string })[]>`
    WITH voted AS (SELECT claim_id AS id FROM votes WHERE user_id = ${userId}::uuid), counted AS (
      SELECT voted.id, count(*) FILTER (WHERE v.stance = 'agree')::int AS agree,
        count(*) FILTER (WHERE v.stance = 'disagree')::int AS disagree
      FROM voted LEFT JOIN counted_votes v ON v.claim_id = voted.id
      GROUP BY voted.id
    ), moved AS (
      UPDATE claims c SET agree = counted.agree, disagree = counted.disagree FROM counted WHERE c.id = counted.id
      RETURNING c.id, c.verdict_id, c.agree, c.disagree
    ), bumped AS (
      UPDATE verdicts SET tally_version = tally_version + 1 WHERE id IN (SELECT verdict_id FROM moved)
      RETURNING id, slug, tally_version
    )
    SELECT moved.id, moved.agree, moved.disagree, bumped.slug, bumped.tally_version AS counted
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
