import type { Actor } from '#lib/actor.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, ONE_ROW, pageLimitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { COUNTED_REPLIES, FIRST_REPLIES, type Sort } from '#lib/discussion/comment.ts';
import type { Following } from '#lib/discussion/reading/comment-page.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { COLUMNS, JOINS, OWN_RATING, RATED } from './comment.store.server.ts';

export interface Cursor {
  path: string;
  score: number;
}

export interface ThreadPage {
  rows: CommentRow[];
  next: Cursor | null;
  /** By id of each top-level comment with more replies: where they begin, and what they are. */
  more: Map<string, { after: Cursor; following: Following }>;
}

export async function readThreadPage(
  verdictId: string,
  { sort, cursor, limit, actor }: { sort: Sort; cursor: Cursor | null; limit: number; actor: Actor | null },
): Promise<ThreadPage> {
  const order = ORDERS[sort];
  const rows = await rowsOf<PlacedRow>(Prisma.sql`
    WITH roots AS (
      SELECT c.id, c.path, row_number() OVER (ORDER BY ${order.by})::int AS rank FROM comments c
      WHERE c.verdict_id = ${verdictId}::uuid AND c.depth = 0 AND ${keepsPlace(actor)} AND ${order.after(cursor, verdictId)}
      ORDER BY ${order.by} ${pageLimitOf(limit)}
    ), chosen AS (
      SELECT id, path, id AS root, rank FROM roots
      UNION ALL
      SELECT reply.id, reply.path, roots.id, roots.rank FROM roots CROSS JOIN LATERAL (
        SELECT c.id, c.path FROM comments c WHERE c.root_id = roots.id AND ${keepsPlace(actor)}
        ORDER BY c.path ${limitOf(FIRST_REPLIES + 1)}
      ) reply
    ), placed AS (
      SELECT *, row_number() OVER (PARTITION BY rank ORDER BY path)::int AS nth FROM chosen
    )
    SELECT ${COLUMNS}, ${OWN_RATING}, placed.rank, ${order.score} AS "sortedBy",
      -- Of the first reply that the page leaves out.
      CASE WHEN placed.nth = ${FIRST_REPLIES + 2}::int THEN (SELECT count(*)::int FROM (
        SELECT c.id FROM comments c WHERE c.root_id = placed.root AND c.path >= placed.path AND ${keepsPlace(actor)}
        ${limitOf(COUNTED_REPLIES)}) rest) END AS "countFromHere"
    FROM placed JOIN comments c ON c.id = placed.id ${JOINS} ${RATED(actor)}
    ORDER BY placed.rank, c.path`);
  return cutPage(rows, limit);
}

interface Order {
  by: Prisma.Sql;
  /** For the cursor. */
  score: Prisma.Sql;
  after: (cursor: Cursor | null, verdictId: string) => Prisma.Sql;
}

const NO_SCORE = Prisma.sql`0::float8`;

const ORDERS: Record<Sort, Order> = {
  newest: {
    score: NO_SCORE,
    by: Prisma.sql`c.path DESC`,
    after: (cursor) => (cursor ? Prisma.sql`c.path < ${cursor.path}` : Prisma.sql`true`),
  },
  oldest: {
    score: NO_SCORE,
    by: Prisma.sql`c.path`,
    after: (cursor) => (cursor ? Prisma.sql`c.path > ${cursor.path}` : Prisma.sql`true`),
  },
  top: {
    score: Prisma.sql`c.score`,
    by: Prisma.sql`c.score DESC, c.path DESC`,
    after: (cursor) =>
      cursor ? Prisma.sql`(c.score, c.path) < (${cursor.score}::float8, ${cursor.path})` : Prisma.sql`true`,
  },
  // Anyone can read a cursor, and the camps' counts follow from the exact score: the comment's present one is looked up.
  'common-ground': {
    score: NO_SCORE,
    by: Prisma.sql`c.ground_score DESC, c.path DESC`,
    after: (cursor, verdictId) =>
      cursor
        ? Prisma.sql`(c.ground_score, c.path) < ((
            SELECT ground_score FROM comments WHERE verdict_id = ${verdictId}::uuid AND path = ${cursor.path} ${ONE_ROW}
          ), ${cursor.path})`
        : Prisma.sql`true`,
  },
};

interface PlacedRow extends CommentRow {
  rank: number;
  sortedBy: number;
  countFromHere: number | null;
}

function cutPage(rows: PlacedRow[], limit: number): ThreadPage {
  const kept: CommentRow[] = [];
  let end: Cursor | null = null;
  const more: ThreadPage['more'] = new Map();
  let replies = 0;
  for (const { rank, sortedBy, countFromHere, ...row } of rows) {
    if (rank > limit) return { rows: kept, next: end, more };
    replies = row.depth === 0 ? 0 : replies + 1;
    if (row.depth === 0) end = { path: row.path, score: sortedBy };
    const following = { parentId: row.parentId!, count: countFromHere ?? 0 };
    if (replies > FIRST_REPLIES) more.set(row.rootId!, { after: place(kept.at(-1)!), following });
    else kept.push(row);
  }
  return { rows: kept, next: null, more };
}

/** Replies are in the order of their paths. */
const place = ({ path }: CommentRow): Cursor => ({ path, score: 0 });

export async function readBelow(
  verdictId: string,
  { path, after, limit, actor }: { path: string; after: string | null; limit: number; actor: Actor | null },
): Promise<{ rows: CommentRow[]; next: Cursor | null; following: Following | null }> {
  // Paths are hex digits: all paths below begin with this one, and 'g' sorts after every digit.
  const rows = await rowsOf<CommentRow>(Prisma.sql`
    WITH chosen AS (
      -- Limited before the joins: the planner can't estimate how many rows a range has.
      SELECT c.id FROM comments c
      WHERE c.verdict_id = ${verdictId}::uuid AND c.path > ${after ?? path} AND c.path < ${path + 'g'} AND ${keepsPlace(actor)}
      ORDER BY c.path ${pageLimitOf(limit)}
    )
    SELECT ${COLUMNS}, ${OWN_RATING} FROM chosen JOIN comments c ON c.id = chosen.id ${JOINS} ${RATED(actor)}
    ORDER BY c.path`);
  const kept = rows.slice(0, limit);
  const first = rows[limit];
  if (!first) return { rows: kept, next: null, following: null };
  const [counted] = await rowsOf<{ count: number }>(Prisma.sql`
    SELECT count(*)::int AS count FROM (
      SELECT c.id FROM comments c
      WHERE c.verdict_id = ${verdictId}::uuid AND c.path >= ${first.path} AND c.path < ${path + 'g'} AND ${keepsPlace(actor)}
      ${limitOf(COUNTED_REPLIES)}
    ) rest`);
  return {
    rows: kept,
    next: place(kept.at(-1)!),
    following: { parentId: first.parentId!, count: counted!.count },
  };
}

/** Mirrors `keepsPlace` in comment.ts: visible, a tombstone with replies, or the actor's own pending or hidden comment. */
const keepsPlace = (actor: Actor | null) => {
  if (actor && actor.role !== 'reader') return Prisma.sql`(c.status <> 'withdrawn' OR c.replies > 0)`;
  const own = actor
    ? Prisma.sql`OR (c.status IN ('pending', 'hidden') AND c.author_id = ${actor.id}::uuid)`
    : Prisma.empty;
  return Prisma.sql`(c.status = 'visible' OR c.replies > 0 ${own})`;
};
