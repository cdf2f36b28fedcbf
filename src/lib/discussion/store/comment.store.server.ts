import type { Actor } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { visibleTo } from '#lib/verdicts/find-verdict.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { isUuid } from '#lib/uuid.ts';

/** Raw SQL: what is one query here would be six through Prisma's client. */

/** Comments of a conversation at the greatest depth that a permalink shows above its comment. */
const MAX_ANSWERED = 50;

const NO_USER = '00000000-0000-0000-0000-000000000000';

/** Of the comment `c`: hidden by its reports, and not restored by an edit before. That is possible once. */
export const MAY_EDIT_BACK = Prisma.sql`
  CASE WHEN c.status = 'hidden' AND NOT c.edited_back THEN 'hide' = (
    SELECT d.kind FROM decisions d WHERE d.comment_id = c.id AND d.kind IN ('hide', 'hold', 'keep', 'restore', 'undo')
    ORDER BY d.created_at DESC, d.id DESC LIMIT 1) ELSE false END`;

/** Of the comment `c`. Only a comment on a passage has one. */
const CHALLENGE = Prisma.sql`
  CASE WHEN c.anchor IS NOT NULL THEN (
    SELECT json_build_object('source', h.source, 'state', h.state, 'note', h.note, 'version', h.verdict_version)
    FROM challenges h WHERE h.comment_id = c.id) END`;

/** The columns of a CommentRow; needs the comment `c` and `JOINS`. */
export const COLUMNS = Prisma.sql`
  c.id, v.slug, c.author_id AS "authorId", u.username, u.role::text AS role, c.parent_id AS "parentId",
  c.root_id AS "rootId", c.answers_id AS "answersId",
  CASE WHEN a.status = 'visible' THEN au.username END AS "answersName",
  c.depth, c.path, c.body, c.html, c.renderer, c.anchor, c.status::text AS status, c.nonce, c.version, c.seq,
  c.replies, c.helpful, c.not_helpful AS "notHelpful", v.tally_version AS counted, c.ground_badge AS "commonGround",
  c.credits, c.created_at AS "createdAt",
  c.edited_at AS "editedAt", c.locked_at IS NOT NULL AS locked, coalesce(k.heat, 0) AS reports,
  k.opened_at AS "reportedAt", ${MAY_EDIT_BACK} AS "mayEditBack",
  ${CHALLENGE} AS challenge, c.author_reply AS "authorReply"`;

/** The open reports on it that count: they slow replies down, see heat.ts. */
export const CASE = Prisma.sql`
  LEFT JOIN cases k ON k.comment_id = c.id AND k.state = 'open' AND NOT k.is_appeal AND k.heat > 0`;

export const JOINS = Prisma.sql`
  JOIN verdicts v ON v.id = c.verdict_id
  JOIN users u ON u.id = c.author_id
  LEFT JOIN comments a ON a.id = c.answers_id
  LEFT JOIN users au ON au.id = a.author_id ${CASE}`;

/** Of the comment `c`, for a tally, which is sent to everyone: a comment that isn't visible has none. */
export const BADGES = Prisma.sql`
  c.ground_badge AND c.status = 'visible' AS "commonGround",
  CASE WHEN c.status = 'visible' THEN c.credits ELSE 0 END AS "changedMinds"`;

export const OWN_RATING = Prisma.sql`r.helpful AS rated, r.counts_at AS "ratingCountsAt"`;

export const RATED = (actor: Actor | null) => Prisma.sql`
  LEFT JOIN ratings r ON r.comment_id = c.id AND r.user_id = ${actor?.id ?? NO_USER}::uuid`;

/** Mirrors `mayRead` in comment.ts, for the comment `c`. */
export function readableBy(actor: Actor | null): Prisma.Sql {
  if (!actor) return Prisma.sql`c.status = 'visible'`;
  if (actor.role !== 'reader') return Prisma.sql`c.status <> 'withdrawn'`;
  return Prisma.sql`(c.status = 'visible' OR (c.status IN ('pending', 'hidden') AND c.author_id = ${actor.id}::uuid))`;
}

/** Those of `ids` whose verdict the actor sees, with its title. */
export async function readByIds(
  ids: string[],
  actor: Actor | null,
): Promise<(CommentRow & { title: string })[]> {
  if (ids.length === 0) return [];
  return rowsOf<CommentRow & { title: string }>(Prisma.sql`
    SELECT ${COLUMNS}, v.title, ${OWN_RATING} FROM comments c ${JOINS} ${RATED(actor)}
    WHERE c.id = ANY(${ids}::uuid[]) AND ${visibleTo(actor)}`);
}

export interface FoundRow extends CommentRow {
  verdictId: string;
  verdictState: VerdictState;
}

/** A comment of any status, if its verdict is visible to the actor. `commentView` decides which fields are sent. */
export async function readComment(id: string, actor: Actor | null): Promise<FoundRow | null> {
  if (!isUuid(id)) return null;
  const [row] = await rowsOf<FoundRow>(Prisma.sql`
    SELECT ${COLUMNS}, c.verdict_id AS "verdictId", v.state::text AS "verdictState", ${OWN_RATING}
    FROM comments c ${JOINS} ${RATED(actor)} WHERE c.id = ${id}::uuid AND ${visibleTo(actor)}`);
  return row ?? null;
}

/**
 * The comments above `row` and itself, in reading order. At the greatest depth a reply is beside the comment that it
 * answers, so those are followed too, up to `MAX_ANSWERED` of them.
 */
export async function readAncestors(
  verdictId: string,
  { id, path }: { id: string; path: string },
  actor: Actor | null,
): Promise<CommentRow[]> {
  const paths = Array.from({ length: path.length / 8 }, (_, level) => path.slice(0, (level + 1) * 8));
  return rowsOf<CommentRow>(Prisma.sql`
    WITH RECURSIVE answered AS (
      SELECT c.id, c.answers_id, 0 AS steps FROM comments c WHERE c.id = ${id}::uuid
      UNION ALL
      SELECT c.id, c.answers_id, steps + 1 FROM answered JOIN comments c ON c.id = answered.answers_id
      WHERE steps < ${MAX_ANSWERED}::int
    ), chosen AS (
      SELECT c.id FROM comments c WHERE c.verdict_id = ${verdictId}::uuid AND c.path = ANY(${paths})
      UNION
      SELECT id FROM answered
    )
    SELECT ${COLUMNS}, ${OWN_RATING} FROM chosen JOIN comments c ON c.id = chosen.id ${JOINS} ${RATED(actor)}
    ORDER BY c.path`);
}

export async function readRows(verdictId: string, ids: string[], tx?: Tx): Promise<CommentRow[]> {
  if (ids.length === 0) return [];
  const rows = Prisma.sql`
    SELECT ${COLUMNS}, NULL::boolean AS rated FROM comments c ${JOINS}
    WHERE c.verdict_id = ${verdictId}::uuid AND c.id = ANY(${ids}::uuid[])`;
  return rowsOf<CommentRow>(rows, tx);
}

export async function findByNonce(authorId: string, nonce: string): Promise<string | null> {
  const found = await db().comment.findUnique({
    where: { authorId_nonce: { authorId, nonce } },
    select: { id: true },
  });
  return found?.id ?? null;
}

export async function readRevisions(commentId: string) {
  return db().commentRevision.findMany({
    where: { commentId },
    orderBy: { version: 'asc' },
    select: { version: true, body: true, createdAt: true },
  });
}
