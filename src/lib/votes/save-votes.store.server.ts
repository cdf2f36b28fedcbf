import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, ONE_ROW } from '#lib/db/query-plans.server.ts';
import { lockForTallies } from '#lib/db/tally-lock.server.ts';
import { hasRatedOn, moveRatings } from '#lib/common-ground/move-ratings.server.ts';
import type { ClaimTally, RatingTally } from '#lib/live/events.ts';
import { BURST_ACCOUNTS, type BurstTimes } from '#lib/standing/burst.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';
import { IS_BLIND, KEEP_HISTORIES, recountMinds } from './blind/history.store.server.ts';

export interface VoteWrite extends BurstTimes {
  claimId: string;
  userId: string;
  stance: Stance | null;
  /** Cast on a page, which hides the tally at first; not by another program. */
  onPage?: boolean;
}

export interface VoteSaved {
  tally: ClaimTally;
  /** The reader's vote in this count: of two in one batch, the later. */
  mine: Stance | null;
  /** The vote is held until then; null: it counts. */
  countsAt: Date | null;
  /** From one side to the other. */
  isChange: boolean;
  /** The vote is held, or was held and is withdrawn now. */
  inBurst: boolean;
  /** Of comments whose badge changed, because ratings are another camp's now: the same for all writes. */
  ratings: RatingTally[];
}

/** A row of the statement. */
type Row = ClaimTally &
  Pick<VoteWrite, 'userId' | 'stance'> &
  Pick<VoteSaved, 'countsAt'> & { was: Stance | null; movesRatings: boolean };

/**
 * Sets or withdraws votes on one verdict's claims and moves their counts by the difference. Of two votes by one reader,
 * the latest counts. The locks that come first make the difference exact, see docs/decisions/0008.
 * A new vote of a fresh account is held if it comes after `BURST_ACCOUNTS` of them in the window; those earlier in the
 * same batch are counted, too. Changing a vote leaves it held, or counted, as it was.
 * @returns for each write: the tally of its claim, and whether it is held
 */
export async function saveVotes(verdictId: string, writes: VoteWrite[]): Promise<VoteSaved[]> {
  const latestByKey = new Map(writes.map((write) => [voteKey(write), write]));
  const latest = [...latestByKey.values()];
  const voters = latest.map(({ userId }) => userId);
  const { rows, ratings } = await db().$transaction(async (tx) => {
    await tx.$executeRaw(lockForTallies(verdictId, voters));
    const rows = await tx.$queryRaw<Row[]>(saveStatement(verdictId, latest));
    const moves = rows.filter(({ movesRatings }) => movesRatings);
    const changes = moves.map(({ userId, was, stance }) => ({ userId, from: was, to: stance }));
    return { rows, ratings: await moveRatings(tx, verdictId, changes) };
  });
  const byKey = new Map(rows.map((row) => [voteKey({ claimId: row.id, userId: row.userId }), row]));
  return writes.map((write) => {
    const { countsAt, id, agree, disagree, minds, counted, was } = byKey.get(voteKey(write))!;
    const tally = { id, agree, disagree, minds, counted };
    const mine = latestByKey.get(voteKey(write))!.stance;
    return {
      tally,
      mine,
      countsAt: mine === null ? null : countsAt,
      isChange: was !== null && mine !== null && was !== mine,
      inBurst: countsAt !== null,
      ratings,
    };
  });
}

const voteKey = ({ claimId, userId }: { claimId: string; userId: string }) => `${claimId} ${userId}`;

/** Each key is looked up separately (`ONE_ROW`), so that a plan made while the tables were small never scans them. */
function saveStatement(verdictId: string, writes: VoteWrite[]): Prisma.Sql {
  const rows = JSON.stringify(writes.map((write, place) => ({ ...write, place })));
  const claimIds = [...new Set(writes.map(({ claimId }) => claimId))];
  return Prisma.sql`
    WITH sent AS (
      SELECT sent.*, v.stance AS was, v.counts_at AS "heldUntil", s.user_id IS NOT NULL AS silenced,
        ${IS_BLIND} AS blind
      FROM jsonb_to_recordset(${rows}::jsonb) AS sent("claimId" uuid, "userId" uuid, stance "Stance",
        now timestamptz, "freshAfter" timestamptz, since timestamptz, "countsAt" timestamptz, "onPage" boolean, place int)
      CROSS JOIN (SELECT id, created_at FROM verdicts WHERE id = ${verdictId}::uuid) verdict
      LEFT JOIN LATERAL (
        SELECT stance, counts_at FROM votes WHERE claim_id = sent."claimId" AND user_id = sent."userId" ${ONE_ROW}
      ) v ON true
      LEFT JOIN LATERAL (SELECT user_id FROM silenced WHERE user_id = sent."userId" ${ONE_ROW}) s ON true
    ), fresh AS (
      SELECT sent."claimId", sent."userId",
        earlier.n + row_number() OVER (PARTITION BY sent."claimId" ORDER BY sent.place) AS nth
      FROM sent CROSS JOIN LATERAL (
        SELECT 1 FROM users u WHERE u.id = sent."userId" AND u.created_at > sent."freshAfter" ${ONE_ROW}
      ) account CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM (
          SELECT 1 FROM votes v WHERE v.claim_id = sent."claimId" AND v.fresh AND v.created_at > sent.since
          ORDER BY v.created_at ${limitOf(BURST_ACCOUNTS)}
        ) latest
      ) earlier
      WHERE sent.stance IS NOT NULL AND sent.was IS NULL
    ), changed AS (
      SELECT sent.*, fresh.nth IS NOT NULL AS fresh,
        CASE WHEN fresh.nth > ${BURST_ACCOUNTS} THEN sent."countsAt" ELSE sent."heldUntil" END AS counts_at
      FROM sent LEFT JOIN fresh USING ("claimId", "userId")
    ), withdrawn AS (
      DELETE FROM votes v USING changed
      WHERE v.claim_id = changed."claimId" AND v.user_id = changed."userId" AND changed.stance IS NULL
    ), kept AS (
      INSERT INTO votes (claim_id, user_id, stance, created_at, updated_at, fresh, counts_at)
      SELECT "claimId", "userId", stance, now, now, fresh, counts_at FROM changed WHERE stance IS NOT NULL
      ON CONFLICT (claim_id, user_id) DO UPDATE SET stance = excluded.stance, updated_at = excluded.updated_at
    ), ${KEEP_HISTORIES}, ${recountMinds(Prisma.sql`SELECT ${verdictId}::uuid FROM changed`)}, moved AS (
      UPDATE claims c SET (agree, disagree) = (
        SELECT c.agree + coalesce(sum(${isNow('agree')} - ${was('agree')}), 0),
          c.disagree + coalesce(sum(${isNow('disagree')} - ${was('disagree')}), 0)
        FROM changed WHERE changed."claimId" = c.id AND changed.counts_at IS NULL AND NOT changed.silenced
      )
      WHERE c.id = ANY(${claimIds}::uuid[]) RETURNING c.id, c.agree, c.disagree, c.minds
    )
    SELECT moved.id, changed."userId", changed.counts_at AS "countsAt", moved.agree, moved.disagree, moved.minds,
      v.tally_version AS counted, changed.stance::text AS stance, changed.was::text AS was,
      CASE WHEN moved.id = v.headline_id AND changed.counts_at IS NULL AND NOT changed.silenced
          AND changed.stance IS DISTINCT FROM changed.was
        THEN ${hasRatedOn({ verdictId: Prisma.sql`${verdictId}::uuid`, userId: Prisma.sql`changed."userId"` })} ELSE false END AS "movesRatings"
    FROM changed JOIN moved ON moved.id = changed."claimId" JOIN verdicts v ON v.id = ${verdictId}::uuid`;
}

const isNow = (stance: Stance) =>
  Prisma.sql`CASE WHEN changed.stance = ${Prisma.raw(`'${stance}'`)} THEN 1 ELSE 0 END`;
const was = (stance: Stance) =>
  Prisma.sql`CASE WHEN changed.was = ${Prisma.raw(`'${stance}'`)} THEN 1 ELSE 0 END`;
