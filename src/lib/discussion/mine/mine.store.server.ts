import type { Actor } from '#lib/actor.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, ONE_ROW } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { unreadNotices } from '#lib/notices/list-notices.server.ts';
import type { RestrictionScope } from '#lib/standing/restriction.ts';
import { visibleTo } from '#lib/verdicts/find-verdict.server.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { COLUMNS, JOINS, OWN_RATING, RATED } from '#lib/discussion/store/comment.store.server.ts';

/** A reader who has more withheld comments on one verdict sees the others in their notices. */
const OWN_WITHHELD = limitOf(20);
/** A moderator sees the others in the queue. */
const ALL_WITHHELD = limitOf(50);

/** Times are text, because the rows are read as JSON. */
export interface MineRow {
  unread: number;
  claims: { id: string; mine: Stance; countsAt: string | null }[];
  ratings: { comment: string; helpful: boolean; countsAt: string | null }[];
  restrictions: { scope: RestrictionScope; until: string | null }[];
  comments: CommentRow[];
}

type JsonRow = Omit<CommentRow, 'createdAt' | 'editedAt' | 'reportedAt' | 'ratingCountsAt'> &
  Record<'createdAt', string> &
  Record<'editedAt' | 'reportedAt' | 'ratingCountsAt', string | null>;

/**
 * What is personal on a verdict's page, in one statement: it runs with every page view of a signed-in reader. Null: the
 * actor doesn't see such a verdict. Each comment is found by its key, because a plan made while a thread is short would
 * read all of it later.
 */
export async function readMine(
  slug: string,
  { actor, ids }: { actor: Actor; ids: string[] },
): Promise<MineRow | null> {
  // The ids are checked, so they need no escaping.
  const asked = Prisma.sql`unnest(${`{${ids.join(',')}}`}::uuid[]) AS asked(id)`;
  const me = Prisma.sql`${actor.id}::uuid`;
  const [row] = await rowsOf<Omit<MineRow, 'comments'> & { comments: JsonRow[] }>(Prisma.sql`
    WITH found AS (SELECT v.id FROM verdicts v WHERE v.slug = ${slug} AND ${visibleTo(actor)}),
    chosen AS (${chosen(actor, { asked, me })})
    SELECT ${unreadNotices(me)} AS unread,
      (SELECT coalesce(json_agg(json_build_object('id', c.id, 'mine', vote.stance, 'countsAt', vote.counts_at)), '[]')
        FROM claims c CROSS JOIN LATERAL (
          SELECT w.stance, w.counts_at FROM votes w WHERE w.claim_id = c.id AND w.user_id = ${me} ${ONE_ROW}
        ) vote WHERE c.verdict_id = found.id AND c.retired_at IS NULL) AS claims,
      (SELECT coalesce(json_agg(json_build_object('comment', asked.id, 'helpful', r.helpful, 'countsAt', r.counts_at)), '[]')
        FROM ${asked} CROSS JOIN LATERAL (
          SELECT r.helpful, r.counts_at FROM ratings r WHERE r.comment_id = asked.id AND r.user_id = ${me} ${ONE_ROW}
        ) r CROSS JOIN LATERAL (
          SELECT c.verdict_id FROM comments c WHERE c.id = asked.id ${ONE_ROW}
        ) c WHERE c.verdict_id = found.id) AS ratings,
      (SELECT coalesce(json_agg(json_build_object('scope', r.scope, 'until', r.until)), '[]')
        FROM restrictions r WHERE r.user_id = ${me} AND r.lifted_at IS NULL) AS restrictions,
      (SELECT coalesce(json_agg(own), '[]') FROM (
        SELECT ${COLUMNS}, ${OWN_RATING} FROM chosen JOIN comments c ON c.id = chosen.id ${JOINS} ${RATED(actor)}
        ORDER BY c.path
      ) own) AS comments
    FROM found`);
  return row ? { ...row, comments: row.comments.map(withDates) } : null;
}

const WITHHELD = Prisma.sql`c.status IN ('pending', 'hidden')`;

/** The ids of the comments whose view differs from an anonymous reader's. */
function chosen(actor: Actor, { asked, me }: { asked: Prisma.Sql; me: Prisma.Sql }): Prisma.Sql {
  const moderates = actor.role !== 'reader';
  const differs = moderates
    ? Prisma.sql`(c.author_id = ${me} OR c.status <> 'visible')`
    : Prisma.sql`c.author_id = ${me}`;
  const all = moderates
    ? Prisma.sql`UNION (SELECT c.id FROM comments c WHERE c.verdict_id = (SELECT id FROM found) AND ${WITHHELD}
        ORDER BY c.id DESC ${ALL_WITHHELD})`
    : Prisma.empty;
  return Prisma.sql`
    SELECT asked.id FROM found, ${asked} CROSS JOIN LATERAL (
      SELECT c.author_id, c.status, c.verdict_id FROM comments c WHERE c.id = asked.id ${ONE_ROW}
    ) c WHERE c.verdict_id = found.id AND ${differs}
    UNION (SELECT c.id FROM comments c
      WHERE c.verdict_id = (SELECT id FROM found) AND ${WITHHELD} AND c.author_id = ${me} ORDER BY c.id DESC ${OWN_WITHHELD})
    ${all}`;
}

function withDates({ createdAt, editedAt, reportedAt, ratingCountsAt, ...row }: JsonRow): CommentRow {
  return {
    ...row,
    createdAt: new Date(createdAt),
    editedAt: dateOf(editedAt),
    reportedAt: dateOf(reportedAt),
    ratingCountsAt: dateOf(ratingCountsAt),
  };
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
