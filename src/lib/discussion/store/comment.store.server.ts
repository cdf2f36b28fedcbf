import type { Actor } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, pageLimitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { RatingTally } from '#lib/live/events.ts';
import { visibleTo } from '#lib/verdicts/find-verdict.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import { FIRST_REPLIES, type Sort } from '#lib/discussion/comment.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { isUuid } from '#lib/uuid.ts';

/** Reads comments. Raw SQL, because a page of a thread is one query here and six with Prisma's own. */

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Of the comment `c`: hidden by its reports, and not restored by an edit before. That is possible once. */
export const MAY_EDIT_BACK = Prisma.sql`
  CASE WHEN c.status = 'hidden' AND NOT c.edited_back THEN 'hide' = (
    SELECT d.kind FROM decisions d WHERE d.comment_id = c.id AND d.kind IN ('hide', 'hold', 'keep', 'restore', 'undo')
    ORDER BY d.created_at DESC, d.id DESC LIMIT 1) ELSE false END`;

/** The columns of a CommentRow; needs `c`, `v`, and the joins of `SOURCES`. */
const COLUMNS = Prisma.sql`
  c.id, v.slug, c.author_id AS "authorId", u.username, u.role::text AS role, c.parent_id AS "parentId",
  c.root_id AS "rootId", c.answers_id AS "answersId",
  CASE WHEN a.status = 'visible' THEN au.username END AS "answersName",
  c.depth, c.path, c.body, c.html, c.renderer, c.anchor, c.status::text AS status, c.nonce, c.version, c.seq,
  c.replies, c.helpful, c.not_helpful AS "notHelpful", v.tally_version AS counted, c.score, c.created_at AS "createdAt",
  c.edited_at AS "editedAt", c.locked_at IS NOT NULL AS locked, coalesce(k.report_count, 0) AS reports,
  k.opened_at AS "reportedAt", ${MAY_EDIT_BACK} AS "mayEditBack"`;

/** The reports that stand on it: they slow replies down, see heat.ts. */
const CASE = Prisma.sql`
  LEFT JOIN cases k ON k.comment_id = c.id AND k.state = 'open' AND NOT k.is_appeal AND k.report_count > 0`;

const JOINS = Prisma.sql`
  JOIN verdicts v ON v.id = c.verdict_id
  JOIN users u ON u.id = c.author_id
  LEFT JOIN comments a ON a.id = c.answers_id
  LEFT JOIN users au ON au.id = a.author_id ${CASE}`;

const OWN_RATING = Prisma.sql`r.helpful AS rated, r.counts_at AS "ratingCountsAt"`;

const RATED = (asker: Actor | null) => Prisma.sql`
  LEFT JOIN ratings r ON r.comment_id = c.id AND r.user_id = ${asker?.id ?? NOBODY}::uuid`;

/** Mirrors `keepsPlace` in comment.ts: visible, or a tombstone that holds replies, or the asker's own that waits. */
const KEEPS_PLACE = (asker: Actor | null) => {
  if (asker && asker.role !== 'reader') return Prisma.sql`(c.status <> 'withdrawn' OR c.replies > 0)`;
  const own = asker
    ? Prisma.sql`OR (c.status IN ('pending', 'hidden') AND c.author_id = ${asker.id}::uuid)`
    : Prisma.empty;
  return Prisma.sql`(c.status = 'visible' OR c.replies > 0 ${own})`;
};

/** Where a page of comments ended. */
export interface Cursor {
  path: string;
  /** For "top". */
  score: number;
}

export interface ThreadPage {
  /** In reading order: each top-level comment, then its first replies. */
  rows: CommentRow[];
  /** Top-level comments on this page, in order. */
  rootIds: string[];
  next: Cursor | null;
  /** For each top-level comment with more replies than are here: where the rest begins. */
  more: Map<string, Cursor>;
}

/** A page of top-level comments, each with its first replies: one query. */
export async function readThreadPage(
  verdictId: string,
  { sort, cursor, limit, asker }: { sort: Sort; cursor: Cursor | null; limit: number; asker: Actor | null },
): Promise<ThreadPage> {
  const order = ORDERS[sort];
  const rows = await rowsOf<CommentRow & { rank: number }>(Prisma.sql`
    WITH roots AS (
      SELECT c.id, row_number() OVER (ORDER BY ${order.by})::int AS rank FROM comments c
      WHERE c.verdict_id = ${verdictId}::uuid AND c.depth = 0 AND ${KEEPS_PLACE(asker)} AND ${order.after(cursor)}
      ORDER BY ${order.by} ${pageLimitOf(limit)}
    ), chosen AS (
      SELECT id, rank FROM roots
      UNION ALL
      SELECT reply.id, roots.rank FROM roots CROSS JOIN LATERAL (
        SELECT c.id FROM comments c WHERE c.root_id = roots.id AND ${KEEPS_PLACE(asker)}
        ORDER BY c.path ${limitOf(FIRST_REPLIES + 1)}
      ) reply
    )
    SELECT ${COLUMNS}, ${OWN_RATING}, chosen.rank FROM chosen JOIN comments c ON c.id = chosen.id ${JOINS} ${RATED(asker)}
    ORDER BY chosen.rank, c.path`);
  return cutPage(rows, limit);
}

const ORDERS: Record<Sort, { by: Prisma.Sql; after: (cursor: Cursor | null) => Prisma.Sql }> = {
  newest: {
    by: Prisma.sql`c.path DESC`,
    after: (cursor) => (cursor ? Prisma.sql`c.path < ${cursor.path}` : Prisma.sql`true`),
  },
  oldest: {
    by: Prisma.sql`c.path`,
    after: (cursor) => (cursor ? Prisma.sql`c.path > ${cursor.path}` : Prisma.sql`true`),
  },
  top: {
    by: Prisma.sql`c.score DESC, c.path DESC`,
    after: (cursor) =>
      cursor ? Prisma.sql`(c.score, c.path) < (${cursor.score}::float8, ${cursor.path})` : Prisma.sql`true`,
  },
  get 'common-ground'() {
    return this.top;
  },
};

/** More roots, and one reply more, than asked for were read, to know whether there is more: they are cut off here. */
function cutPage(rows: (CommentRow & { rank: number })[], limit: number): ThreadPage {
  const kept: CommentRow[] = [];
  const roots: CommentRow[] = [];
  const more = new Map<string, Cursor>();
  let replies = 0;
  for (const { rank, ...row } of rows) {
    if (rank > limit) return { rows: kept, rootIds: ids(roots), next: place(roots.at(-1)!), more };
    replies = row.depth === 0 ? 0 : replies + 1;
    if (row.depth === 0) roots.push(row);
    if (replies > FIRST_REPLIES) more.set(row.rootId!, place(kept.at(-1)!));
    else kept.push(row);
  }
  return { rows: kept, rootIds: ids(roots), next: null, more };
}

const ids = (rows: CommentRow[]) => rows.map((row) => row.id);
const place = ({ path, score }: CommentRow): Cursor => ({ path, score });

/** What stands below `path`, in reading order, `limit` rows from `after` on. */
export async function readBelow(
  verdictId: string,
  { path, after, limit, asker }: { path: string; after: string | null; limit: number; asker: Actor | null },
): Promise<{ rows: CommentRow[]; next: Cursor | null }> {
  // Paths are hex digits: everything below begins with this path, and 'g' sorts after every digit.
  const rows = await rowsOf<CommentRow>(Prisma.sql`
    WITH chosen AS (
      -- Chosen before anything is joined to them: of a range nobody knows beforehand how many it holds.
      SELECT c.id FROM comments c
      WHERE c.verdict_id = ${verdictId}::uuid AND c.path > ${after ?? path} AND c.path < ${path + 'g'} AND ${KEEPS_PLACE(asker)}
      ORDER BY c.path ${pageLimitOf(limit)}
    )
    SELECT ${COLUMNS}, ${OWN_RATING} FROM chosen JOIN comments c ON c.id = chosen.id ${JOINS} ${RATED(asker)}
    ORDER BY c.path`);
  const kept = rows.slice(0, limit);
  return { rows: kept, next: rows.length > limit ? place(kept.at(-1)!) : null };
}

/** A comment with what its verdict decides. */
export interface FoundRow extends CommentRow {
  verdictId: string;
  verdictState: VerdictState;
}

/**
 * One comment of a verdict that is visible to the asker, whatever the comment's status; what of it may be told is for
 * `commentView`.
 */
export async function readComment(id: string, asker: Actor | null): Promise<FoundRow | null> {
  if (!isUuid(id)) return null;
  const [row] = await rowsOf<FoundRow>(Prisma.sql`
    SELECT ${COLUMNS}, c.verdict_id AS "verdictId", v.state::text AS "verdictState", ${OWN_RATING}
    FROM comments c ${JOINS} ${RATED(asker)} WHERE c.id = ${id}::uuid AND ${visibleTo(asker)}`);
  return row ?? null;
}

/** The comment at `path` and those above it, topmost first. */
export async function readAncestors(
  verdictId: string,
  path: string,
  asker: Actor | null,
): Promise<CommentRow[]> {
  const paths = Array.from({ length: path.length / 8 }, (_, level) => path.slice(0, (level + 1) * 8));
  return rowsOf<CommentRow>(Prisma.sql`
    SELECT ${COLUMNS}, ${OWN_RATING} FROM comments c ${JOINS} ${RATED(asker)}
    WHERE c.verdict_id = ${verdictId}::uuid AND c.path = ANY(${paths}) ORDER BY c.path`);
}

export interface Changes {
  /** The verdict's seq and tally version, read in the same snapshot as the rows. */
  head: number;
  tally: number;
  /** The verdict's comments now. */
  total: number;
  rows: CommentRow[];
}

/**
 * Comments changed after `since`, in order of their change, up to `limit` of them. What waits before anybody saw it
 * has seq 0 and is never among them.
 */
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

/** Comments of a verdict as they are now, for publishing. */
export async function readRows(verdictId: string, ids: string[], tx?: Tx): Promise<CommentRow[]> {
  if (ids.length === 0) return [];
  const rows = Prisma.sql`
    SELECT ${COLUMNS}, NULL::boolean AS rated FROM comments c ${JOINS}
    WHERE c.verdict_id = ${verdictId}::uuid AND c.id = ANY(${ids}::uuid[])`;
  return rowsOf<CommentRow>(rows, tx);
}

/**
 * Ratings moved after tally version `since`, of comments that have a place for anybody: a rating may be committed just
 * after the comment was taken back, whose tombstone still shows its counts.
 */
export async function readRatingTallies(verdictId: string, since: number): Promise<RatingTally[]> {
  return rowsOf<RatingTally>(Prisma.sql`
    SELECT id AS comment, helpful, not_helpful AS "notHelpful", rated_version AS counted FROM comments
    WHERE verdict_id = ${verdictId}::uuid AND rated_version > ${since} AND (status = 'visible' OR replies > 0)`);
}

export async function findByNonce(authorId: string, nonce: string): Promise<string | null> {
  const found = await db().comment.findUnique({
    where: { authorId_nonce: { authorId, nonce } },
    select: { id: true },
  });
  return found?.id ?? null;
}

/** Earlier texts of a comment, oldest first. */
export async function readRevisions(commentId: string) {
  return db().commentRevision.findMany({
    where: { commentId },
    orderBy: { version: 'asc' },
    select: { version: true, body: true, createdAt: true },
  });
}

/** What anybody may see of an author's comments, newest first. */
export async function readByAuthor(
  authorId: string,
  { before, limit }: { before: string | null; limit: number },
) {
  return db().comment.findMany({
    // Ids are UUIDv7, so their order is the order in time.
    where: { ...visibleBy(authorId), ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: 'desc' },
    take: limit + 1,
    select: {
      id: true,
      body: true,
      html: true,
      renderer: true,
      createdAt: true,
      verdict: { select: { slug: true, title: true } },
    },
  });
}

export async function countByAuthor(authorId: string): Promise<number> {
  return db().comment.count({ where: visibleBy(authorId) });
}

const visibleBy = (authorId: string) => ({
  ...{ authorId, status: 'visible' as const },
  verdict: { state: { not: 'unpublished' as const } },
});
