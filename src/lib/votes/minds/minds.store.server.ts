import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { ClaimTally } from '#lib/live/events.ts';
import type { MindCounts, PublishedMinds } from './minds.ts';

export interface MindsDue {
  id: string;
  /** Another one after each vote: which transaction wrote the row. */
  mark: string;
}

export async function verdictsWithMindsDue(limit: number): Promise<MindsDue[]> {
  return rowsOf<MindsDue>(
    Prisma.sql`SELECT verdict_id AS id, xmin::text AS mark FROM minds_due ${limitOf(limit)}`,
  );
}

/** After they were counted, so that a process that stops before loses nothing. Stays due if someone voted since. */
export async function deleteDue({ id, mark }: MindsDue): Promise<void> {
  await db().$executeRaw`DELETE FROM minds_due WHERE verdict_id = ${id}::uuid AND xmin::text = ${mark}`;
}

export interface ClaimMinds extends MindCounts, PublishedMinds {
  id: string;
}

/**
 * When each reader opened the discussion: it was on their screen, they marked it as read, or they wrote in it.
 */
const openers = (verdictId: string) => Prisma.sql`
  SELECT user_id, min(at) AS at FROM (
    SELECT user_id, opened_at AS at FROM read_positions
    WHERE verdict_id = ${verdictId}::uuid AND opened_at IS NOT NULL
    UNION ALL SELECT author_id, created_at FROM comments WHERE verdict_id = ${verdictId}::uuid
  ) opened GROUP BY user_id`;

/**
 * Readers by first and last vote, if they opened the discussion after the first. Who changed a vote before that was not
 * moved by the discussion, and is left out.
 */
export async function readMindCounts(verdictId: string): Promise<ClaimMinds[]> {
  const count = (first: string, last: string) =>
    Prisma.sql`count(*) FILTER (WHERE seen.first_stance = ${Prisma.raw(`'${first}'`)} AND seen.stance = ${Prisma.raw(`'${last}'`)})::int`;
  return rowsOf<ClaimMinds>(Prisma.sql`
    WITH openers AS (${openers(verdictId)})
    SELECT c.id, c.minds, c.minds_tens AS tens, ${count('agree', 'agree')} AS "stayedAgree",
      ${count('disagree', 'disagree')} AS "stayedDisagree", ${count('disagree', 'agree')} AS won,
      ${count('agree', 'disagree')} AS lost
    FROM claims c LEFT JOIN (
      SELECT h.claim_id, h.first_stance, v.stance FROM vote_histories h
      JOIN openers o ON o.user_id = h.user_id AND o.at > h.first_at
      JOIN counted_votes v ON v.claim_id = h.claim_id AND v.user_id = h.user_id
      WHERE h.claim_id IN (SELECT id FROM claims WHERE verdict_id = ${verdictId}::uuid)
        AND (v.stance = h.first_stance OR h.last_at > o.at)
    ) seen ON seen.claim_id = c.id
    WHERE c.verdict_id = ${verdictId}::uuid AND c.retired_at IS NULL GROUP BY c.id`);
}

/**
 * Unless another sweep has published a later ten meanwhile.
 * @returns the slug and the tallies of these claims, whose tally version is new; pages depend on it
 */
export async function publishMinds(
  verdictId: string,
  changes: ({ id: string } & PublishedMinds)[],
): Promise<{ slug: string; claims: ClaimTally[] }> {
  const rows = JSON.stringify(changes);
  const client = db();
  const [[verdict], claims] = await client.$transaction([
    client.$queryRaw<{ slug: string }[]>`
      UPDATE verdicts SET tally_version = tally_version + 1 WHERE id = ${verdictId}::uuid RETURNING slug`,
    client.$queryRaw<ClaimTally[]>`
      UPDATE claims c SET minds = nullif(changed.minds, 'null'), minds_tens = changed.tens
      FROM jsonb_to_recordset(${rows}::jsonb) AS changed(id uuid, minds jsonb, tens int)
      WHERE c.id = changed.id AND c.verdict_id = ${verdictId}::uuid AND c.minds_tens <= changed.tens
      RETURNING c.id, c.agree, c.disagree, c.minds,
        (SELECT tally_version FROM verdicts WHERE id = ${verdictId}::uuid) AS counted`,
  ]);
  return { slug: verdict!.slug, claims };
}
