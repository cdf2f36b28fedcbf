import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import {
  LEAST_HELPFUL,
  LEAST_MINORITY,
  LEAST_SHIFT_VOTES,
  type Candidates,
  type NewVerdict,
  type NewVersion,
  type RatedComment,
  type ShiftedClaim,
  type VotedClaim,
} from './compose-issue.ts';

/** The period of an issue: after `start`, up to and including `end`. */
export interface Period {
  start: Date;
  end: Date;
  /** Shifts are measured from this issue's tallies; null for the first issue. */
  previousId: string | null;
}

/** Rows per kind for the rules to choose from, best first by each query's order. */
const MOST_ROWS = limitOf(200);

const isNew = (column: Prisma.Sql, { start, end }: Period): Prisma.Sql =>
  Prisma.sql`${column} > ${start} AND ${column} <= ${end}`;

/** Everything public that an issue may contain. Five queries. */
export async function readCandidates(period: Period): Promise<Candidates> {
  const [verdicts, claims, versions, comments, shifts] = await Promise.all([
    readNewVerdicts(period),
    readVotedClaims(period),
    readNewVersions(period),
    readRatedComments(period),
    readShifts(period),
  ]);
  return { verdicts, claims, versions, comments, shifts };
}

function readNewVerdicts(period: Period): Promise<NewVerdict[]> {
  return rowsOf(Prisma.sql`
    SELECT v.id AS "verdictId", v.created_at AS "publishedAt", v.is_sample AS sample,
      (SELECT count(DISTINCT o.user_id)::int FROM counted_votes o JOIN claims c ON c.id = o.claim_id
        WHERE c.verdict_id = v.id) AS voters,
      (SELECT count(DISTINCT m.author_id)::int FROM comments m
        WHERE m.verdict_id = v.id AND m.status = 'visible') AS commenters
    FROM verdicts v WHERE v.state = 'published' AND ${isNew(Prisma.sql`v.created_at`, period)}
    ORDER BY v.is_sample, v.created_at DESC, v.id ${MOST_ROWS}`);
}

function readVotedClaims(period: Period): Promise<VotedClaim[]> {
  return rowsOf(Prisma.sql`
    SELECT c.id AS "claimId", c.verdict_id AS "verdictId", c.agree, c.disagree
    FROM claims c JOIN verdicts v ON v.id = c.verdict_id
    WHERE c.kind = 'classification' AND c.retired_at IS NULL AND v.state = 'published'
      AND least(c.agree, c.disagree) >= ${LEAST_MINORITY}::int AND EXISTS (
        SELECT 1 FROM votes o WHERE o.claim_id = c.id AND o.counts_at IS NULL
          AND ${isNew(Prisma.sql`o.updated_at`, period)})
    ORDER BY least(c.agree, c.disagree) DESC, abs(c.agree - c.disagree), c.id ${MOST_ROWS}`);
}

/** A new verdict is listed as such; otherwise only its latest version counts. */
function readNewVersions(period: Period): Promise<NewVersion[]> {
  return rowsOf(Prisma.sql`
    SELECT v.id AS "verdictId", e.version, e.created_at AS at
    FROM verdict_versions e JOIN verdicts v ON v.id = e.verdict_id AND v.version = e.version
    WHERE e.version > 1 AND v.state = 'published' AND v.created_at <= ${period.start}
      AND ${isNew(Prisma.sql`e.created_at`, period)}
    ORDER BY e.created_at DESC, v.id ${MOST_ROWS}`);
}

function readRatedComments(period: Period): Promise<RatedComment[]> {
  return rowsOf(Prisma.sql`
    SELECT m.id AS "commentId", m.verdict_id AS "verdictId", m.author_id AS "authorId", m.helpful, m.score
    FROM comments m JOIN verdicts v ON v.id = m.verdict_id
    WHERE m.status = 'visible' AND v.state = 'published' AND m.helpful >= ${LEAST_HELPFUL}::int AND m.score > 0
      AND ${isNew(Prisma.sql`m.created_at`, period)}
    ORDER BY m.score DESC, m.helpful DESC, m.id ${MOST_ROWS}`);
}

async function readShifts({ previousId }: Period): Promise<ShiftedClaim[]> {
  if (previousId === null) return [];
  return rowsOf(Prisma.sql`
    SELECT c.id AS "claimId", c.verdict_id AS "verdictId",
      json_build_object('agree', t.agree, 'disagree', t.disagree) AS before,
      json_build_object('agree', c.agree, 'disagree', c.disagree) AS after
    FROM report_tallies t JOIN claims c ON c.id = t.claim_id JOIN verdicts v ON v.id = c.verdict_id
    WHERE t.issue_id = ${previousId}::uuid AND c.retired_at IS NULL AND v.state = 'published'
      AND (t.agree, t.disagree) <> (c.agree, c.disagree)
      AND t.agree + t.disagree >= ${LEAST_SHIFT_VOTES}::int AND c.agree + c.disagree >= ${LEAST_SHIFT_VOTES}::int
    ORDER BY abs(c.agree::float / (c.agree + c.disagree) - t.agree::float / (t.agree + t.disagree)) DESC, c.id
    ${MOST_ROWS}`);
}
