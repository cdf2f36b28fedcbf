import { Prisma } from '#lib/db/generated/client.ts';
import { ONE_ROW } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { AroundPart } from '#lib/discussion/around/find-around.server.ts';
import { BEST_FROM, FIRST_COMMENTS, LONG_THREAD, type WhereItStands } from './stands.ts';

export interface StandingRow {
  id: string;
  username: string | null;
  body: string;
  html: string;
  renderer: number;
}

export type StandingRows = Record<keyof WhereItStands, StandingRow | null>;

const VISIBLE = Prisma.sql`c.verdict_id = v.id AND c.status = 'visible'`;
const AGREEING = Prisma.sql`c.agree_score >= ${Prisma.raw(String(BEST_FROM))}`;
const DISAGREEING = Prisma.sql`c.disagree_score >= ${Prisma.raw(String(BEST_FROM))}`;

const rowOf = (chosen: string) => Prisma.sql`(
  SELECT json_build_object('id', c.id, 'username', u.username, 'body', c.body, 'html', c.html, 'renderer', c.renderer)
  FROM ${Prisma.raw(chosen)} chosen JOIN comments c ON c.id = chosen.id JOIN users u ON u.id = c.author_id)`;

/**
 * Of the verdict `v.id`, by published scores only. What both sides find helpful is chosen first, so that a comment which
 * is best for a side and for both is common ground, and the side shows its next.
 */
const STANDS = Prisma.sql`
  WITH common AS (
    SELECT c.id FROM comments c WHERE ${VISIBLE} AND ${AGREEING} AND ${DISAGREEING}
    ORDER BY c.ground_score DESC, c.path ${ONE_ROW}
  ), agreeing AS (
    SELECT c.id FROM comments c WHERE ${VISIBLE} AND ${AGREEING} AND c.id NOT IN (SELECT id FROM common)
    ORDER BY c.agree_score DESC, c.path ${ONE_ROW}
  ), disagreeing AS (
    SELECT c.id FROM comments c WHERE ${VISIBLE} AND ${DISAGREEING}
      AND c.id NOT IN (SELECT id FROM common UNION ALL SELECT id FROM agreeing)
    ORDER BY c.disagree_score DESC, c.path ${ONE_ROW}
  )
  SELECT json_build_object('agreeing', ${rowOf('agreeing')}, 'disagreeing', ${rowOf('disagreeing')},
    'commonGround', ${rowOf('common')})
  FROM verdicts WHERE id = v.id AND comment_count >= ${Prisma.raw(String(LONG_THREAD))}`;

/** Of the top-level comments that everyone sees, in the order of common ground: see ORDERS of thread-page.store.server.ts. */
const FIRST = Prisma.sql`
  SELECT coalesce(json_agg(f.id), '[]') FROM (
    SELECT c.id FROM comments c
    WHERE c.verdict_id = v.id AND c.depth = 0 AND (c.status = 'visible' OR c.replies > 0)
    ORDER BY c.ground_score DESC, c.path DESC LIMIT ${Prisma.raw(String(FIRST_COMMENTS))}) f`;

/** Null: the thread is short. Its changes change the page's state, because ratings move the verdict's tally version. */
export const STANDS_PART: AroundPart<StandingRows | null> = { sql: STANDS };

export async function readStands(
  verdictId: string,
): Promise<{ stands: StandingRows | null; first: string[] }> {
  const [row] = await rowsOf<{ stands: StandingRows | null; first: string[] }>(
    Prisma.sql`SELECT (${STANDS}) AS stands, (${FIRST}) AS first FROM (SELECT ${verdictId}::uuid AS id) v`,
  );
  return row!;
}
