import type { Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, ONE_ROW } from '#lib/db/query-plans.server.ts';
import type { RatingTally } from '#lib/live/events.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';

/** A reader's camp on a verdict, as a subquery of one row or none: their counted vote on its headline claim. */
export const campOf = ({ verdictId, userId }: { verdictId: Prisma.Sql; userId: Prisma.Sql }) => Prisma.sql`
  SELECT v.stance AS camp FROM verdicts d JOIN votes v ON v.claim_id = d.headline_id
  WHERE d.id = ${verdictId} AND v.user_id = ${userId} AND v.counts_at IS NULL ${ONE_ROW}`;

/** The camps' counts of a comment. */
export const CAMP_COLUMNS = Prisma.raw(
  'agree_helpful, agree_not_helpful, disagree_helpful, disagree_not_helpful',
);

/** By how much `differences` (`camp`, and `helpful` and `not_helpful` as numbers) change them; an aggregate. */
export const CAMP_SUMS = Prisma.raw(
  (['agree', 'disagree'] satisfies Stance[])
    .flatMap((camp) =>
      ['helpful', 'not_helpful'].map(
        (side) => `coalesce(sum(${side}) FILTER (WHERE camp = '${camp}'), 0)::int AS ${camp}_${side}`,
      ),
    )
    .join(', '),
);

/** The new `CAMP_COLUMNS` of the comment `c`, with those sums in `n`. */
export const MOVED_CAMPS = Prisma.raw(
  'c.agree_helpful + n.agree_helpful, c.agree_not_helpful + n.agree_not_helpful, ' +
    'c.disagree_helpful + n.disagree_helpful, c.disagree_not_helpful + n.disagree_not_helpful',
);

/** Whether a reader has rated comments of this verdict; those elsewhere don't move with their camp. */
export const hasRatedOn = ({
  verdictId,
  userId,
}: {
  verdictId: Prisma.Sql;
  userId: Prisma.Sql;
}) => Prisma.sql`
  EXISTS (SELECT 1 FROM ratings r ${ONLY_ON(verdictId)} WHERE r.user_id = ${userId} AND r.counts_at IS NULL)`;

/** For ratings `r`. Each is looked up, so that a plan made while the verdict was small never reads all its comments. */
const ONLY_ON = (verdictId: Prisma.Sql) => Prisma.sql`
  CROSS JOIN LATERAL (
    SELECT 1 FROM comments WHERE id = r.comment_id AND verdict_id = ${verdictId} ${ONE_ROW}
  ) there`;

/** A reader who is in another camp now; null: in neither. */
export interface CampMove {
  userId: string;
  from: Stance | null;
  to: Stance | null;
}

interface Step {
  read: number;
  at: Date | null;
  commentId: string | null;
  changed: RatingTally[];
}

/**
 * Moves the next `limit` of a reader's ratings of this verdict's comments to their new camp. Open pages hear only of
 * comments whose badge changed: a message about every moved one would tell what the reader has rated.
 */
export async function moveNextRatings(
  tx: Tx,
  verdictId: string,
  { move, after, limit }: { move: CampMove; after: Pick<Step, 'at' | 'commentId'> | null; limit: number },
): Promise<Step> {
  const by = (camp: Stance) => Prisma.raw(String(Number(move.to === camp) - Number(move.from === camp)));
  const [agree, disagree] = [by('agree'), by('disagree')];
  const start = after
    ? Prisma.sql`AND (r.created_at, r.comment_id) < (${after.at}::timestamptz, ${after.commentId}::uuid)`
    : Prisma.empty;
  const [step] = await tx.$queryRaw<Step[]>`
    WITH step AS (
      SELECT r.comment_id, r.helpful::int AS helpful, (NOT r.helpful)::int AS not_helpful, r.created_at
      FROM ratings r ${ONLY_ON(Prisma.sql`${verdictId}::uuid`)}
      WHERE r.user_id = ${move.userId}::uuid AND r.counts_at IS NULL ${start}
      ORDER BY r.created_at DESC, r.comment_id DESC ${limitOf(limit)}
    ), moved AS (
      UPDATE comments c SET (${CAMP_COLUMNS}, rated_version) = (
        SELECT ${MOVED_CAMPS}, CASE WHEN ${badgeChanges} THEN v.tally_version ELSE c.rated_version END
        FROM verdicts v, (
          SELECT ${agree} * step.helpful AS agree_helpful, ${agree} * step.not_helpful AS agree_not_helpful,
            ${disagree} * step.helpful AS disagree_helpful, ${disagree} * step.not_helpful AS disagree_not_helpful
        ) n WHERE v.id = c.verdict_id
      ) FROM step
      WHERE c.id = step.comment_id
      RETURNING c.id, c.helpful, c.not_helpful, c.rated_version, c.ground_badge AND c.status = 'visible' AS ground_badge,
        CASE WHEN c.status = 'visible' THEN c.credits ELSE 0 END AS credits, c.verdict_id
    )
    SELECT count(*)::int AS read, min(created_at) AS at,
      (SELECT comment_id FROM step ORDER BY created_at, comment_id LIMIT 1) AS "commentId",
      (SELECT coalesce(json_agg(json_build_object('comment', m.id, 'helpful', m.helpful, 'notHelpful', m.not_helpful,
        'counted', m.rated_version, 'commonGround', m.ground_badge, 'changedMinds', m.credits)), '[]')
      FROM moved m JOIN verdicts v ON v.id = m.verdict_id AND v.tally_version = m.rated_version) AS changed
    FROM step`;
  return step!;
}

const CAMPS_OF_N = Prisma.raw('ARRAY[' + MOVED_CAMPS.sql + ']');
/** Whether the trigger `comments_common_ground` will give or take the badge. */
const badgeChanges = Prisma.sql`(ground_badge(${CAMPS_OF_N}, c.ground_badge) AND NOT ground_is_one_sided(c.id)) <> c.ground_badge
  AND ground_is_due(c.ground_shown, (SELECT sum(n)::int FROM unnest(${CAMPS_OF_N}) n))`;
