import { Prisma } from '#lib/db/generated/client.ts';
import { ONE_ROW } from '#lib/db/query-plans.server.ts';
import { isBlind } from '#lib/verdicts/find-verdict.server.ts';

// Parts of the statements that save votes, so that a vote costs no query more.

/** Whether the page showed no tally to the voter of `sent` on the `verdict`. */
export const IS_BLIND = Prisma.sql`(
  coalesce(sent."onPage", false) AND ${isBlind(Prisma.sql`verdict.created_at`, Prisma.sql`sent.now`)} AND NOT EXISTS (
    SELECT 1 FROM peeks p WHERE p.user_id = sent."userId" AND p.verdict_id = verdict.id ${ONE_ROW}))`;

/** Keeps the first and the last vote of each reader in `changed`. Withdrawing a vote changes neither. */
export const KEEP_HISTORIES = Prisma.sql`histories AS (
  INSERT INTO vote_histories AS h (claim_id, user_id, first_stance, first_at, blind, last_stance, last_at)
  SELECT "claimId", "userId", stance, now, blind, stance, now FROM changed
  WHERE stance IS NOT NULL AND stance IS DISTINCT FROM was
  ON CONFLICT (claim_id, user_id) DO UPDATE SET last_stance = excluded.last_stance, last_at = excluded.last_at,
    changed_at = CASE WHEN h.last_stance = excluded.last_stance THEN h.changed_at ELSE excluded.last_at END
)`;

/**
 * The next sweep counts the changed minds of these verdicts again. An existing row is written again: a sweep that is
 * counting without this change then keeps it.
 */
export const recountMinds = (verdictIds: Prisma.Sql) => Prisma.sql`recounted AS (
  INSERT INTO minds_due (verdict_id) SELECT DISTINCT due.id FROM (${verdictIds}) AS due(id)
  ON CONFLICT (verdict_id) DO UPDATE SET verdict_id = excluded.verdict_id
)`;
