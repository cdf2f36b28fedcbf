import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { CAMP_COLUMNS } from './camps.store.server.ts';

export interface Step {
  /** The path of the last comment; null: there are no more. */
  last: string | null;
  compared: number;
  differing: number;
}

export async function verdictIdsAfter(id: string, limit: number): Promise<string[]> {
  const rows = await db().verdict.findMany({
    where: { id: { gt: id } },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

interface Part {
  verdictId: string;
  after: string;
  limit: number;
}

/** Compares the next `limit` comments of a verdict with their ratings and votes. */
export async function compareCamps(part: Part): Promise<Step> {
  const [step] = await rowsOf<Step>(Prisma.sql`WITH ${compared(part)} ${RESULT}`);
  return step!;
}

/** The same, and corrects them. Locks the verdict's row, so that no vote or rating comes in between. */
export async function correctCamps(part: Part): Promise<Step> {
  return db().$transaction(async (tx: Tx) => {
    const verdict = Prisma.sql`${part.verdictId}::uuid`;
    await tx.$executeRaw`SELECT 1 FROM verdicts WHERE id = ${verdict} FOR NO KEY UPDATE`;
    // What was shown with wrong values is computed again, with the next ten ratings or now.
    const [step] = await tx.$queryRaw<Step[]>`
      WITH ${compared(part)}, corrected AS (
        UPDATE comments c SET (${CAMP_COLUMNS}) = (SELECT d.agree_helpful, d.agree_not_helpful, d.disagree_helpful,
            d.disagree_not_helpful),
          ground_shown = CASE WHEN d.follows THEN c.ground_shown ELSE '{0,0,0,0}' END,
          ground_badge = d.follows AND c.ground_badge,
          agree_score = CASE WHEN d.follows THEN c.agree_score END,
          disagree_score = CASE WHEN d.follows THEN c.disagree_score END,
          rated_version = v.tally_version + 1
        FROM differing d JOIN verdicts v ON v.id = d.verdict_id WHERE c.id = d.comment_id
      ), bumped AS (
        -- Cached pages are rendered again, and open ones learn of badges at their next resync.
        UPDATE verdicts SET tally_version = tally_version + 1
        WHERE id = ${verdict} AND EXISTS (SELECT 1 FROM differing)
      ) ${RESULT}`;
    return step!;
  });
}

/** `follows`: whether what readers see follows from the counts that were shown last. */
const compared = ({ verdictId, after, limit }: Part) => Prisma.sql`
  part AS (
    SELECT path FROM comments WHERE verdict_id = ${verdictId}::uuid AND path > ${after} ORDER BY path ${limitOf(limit)}
  ), counted AS MATERIALIZED (
    SELECT n.* FROM camp_counts n
    WHERE n.verdict_id = ${verdictId}::uuid AND n.path > ${after} AND n.path <= (SELECT max(path) FROM part)
  ), differing AS MATERIALIZED (
    SELECT n.*, k.follows FROM counted n JOIN comments c ON c.id = n.comment_id CROSS JOIN LATERAL (
      SELECT (ground_badge(c.ground_shown, c.ground_badge) AND NOT c.ground_vetoed) = c.ground_badge
        AND c.agree_score IS NOT DISTINCT FROM ground_side(c.ground_shown[1], c.ground_shown[2])
        AND c.disagree_score IS NOT DISTINCT FROM ground_side(c.ground_shown[3], c.ground_shown[4]) AS follows
    ) k
    WHERE NOT k.follows OR c.ground_score <> ground_score(c.helpful, c.not_helpful, c.ground_shown,
        ('x' || right(c.path, 8))::bit(32)::bigint, c.credits)
      OR (c.agree_helpful, c.agree_not_helpful, c.disagree_helpful, c.disagree_not_helpful)
        <> (n.agree_helpful, n.agree_not_helpful, n.disagree_helpful, n.disagree_not_helpful)
  )`;

const RESULT = Prisma.sql`
  SELECT (SELECT max(path) FROM part) AS last, (SELECT count(*)::int FROM part) AS compared,
    (SELECT count(*)::int FROM differing) AS differing`;
