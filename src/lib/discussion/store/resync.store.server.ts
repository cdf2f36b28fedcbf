import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { RatingTally } from '#lib/live/events.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { BADGES, CASE, COLUMNS } from './comment.store.server.ts';

export interface Changes {
  head: number;
  tally: number;
  total: number;
  rows: CommentRow[];
}

/** Comments changed after `since`, by seq. Pending ones that readers never saw have seq 0, so they aren't included. */
export async function readChanges(
  verdictId: string,
  { since, limit }: { since: number; limit: number },
): Promise<Changes> {
  const rows = await rowsOf<
    { head: number; tally: number; total: number } & (CommentRow | { id: null })
  >(Prisma.sql`
    SELECT v.seq AS head, v.tally_version AS tally, v.comment_count AS total, changed.* FROM verdicts v LEFT JOIN LATERAL (
      SELECT ${COLUMNS}, NULL::boolean AS rated FROM comments c
      JOIN users u ON u.id = c.author_id LEFT JOIN comments a ON a.id = c.answers_id LEFT JOIN users au ON au.id = a.author_id ${CASE}
      WHERE c.verdict_id = v.id AND c.seq > ${since} ORDER BY c.seq, c.path ${limitOf(limit)}
    ) changed ON true WHERE v.id = ${verdictId}::uuid ORDER BY changed.seq, changed.path`);
  const first = rows[0];
  if (!first) return { head: 0, tally: 0, total: 0, rows: [] };
  return {
    head: first.head,
    tally: first.tally,
    total: first.total,
    rows: rows.filter((row) => row.id !== null),
  };
}

/**
 * Ratings changed after tally version `since`, of comments that every reader sees. Tombstones are included: they show
 * their counts, without badges, and a rating may be committed just after the withdrawal.
 */
export async function readRatingTallies(verdictId: string, since: number): Promise<RatingTally[]> {
  return rowsOf<RatingTally>(Prisma.sql`
    SELECT id AS comment, helpful, not_helpful AS "notHelpful", rated_version AS counted, ${BADGES}
    FROM comments c
    WHERE verdict_id = ${verdictId}::uuid AND rated_version > ${since} AND (status = 'visible' OR replies > 0)`);
}
