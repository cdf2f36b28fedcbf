import type { Actor } from '#lib/actor.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, ONE_ROW } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { unreadNotices } from '#lib/notices/list-notices.server.ts';
import type { RestrictionScope } from '#lib/standing/restriction.ts';
import type { Stance } from '#lib/verdicts/verdict-view.ts';
import { readPosition } from '#lib/discussion/whats-new/read-position.store.server.ts';
import type { ReadPosition } from '#lib/discussion/whats-new/new-comments.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { COLUMNS, JOINS, OWN_RATING } from '#lib/discussion/store/comment.store.server.ts';

/** A reader who has more withheld comments on one verdict sees the others in their notices. */
const OWN_WITHHELD = limitOf(20);
/** A moderator sees the others in the queue. */
const ALL_WITHHELD = limitOf(50);

/** More in one statement would make the first wait for the last. */
const BATCH = 25;

/** Times are text, because they are read as JSON. */
export interface MineRow {
  unread: number;
  claims: { id: string; mine: Stance; countsAt: string | null }[];
  ratings: { comment: string; helpful: boolean; countsAt: string | null }[];
  /** Those not lifted; they may have expired. */
  restrictions: { scope: RestrictionScope; until: string | null }[];
  blocked: string[];
  comments: CommentRow[];
  read: ReadPosition | null;
  credits: string[];
  peeked: boolean;
}

type DateColumn = 'createdAt' | 'editedAt' | 'reportedAt' | 'ratingCountsAt';
type JsonRow = Omit<CommentRow, DateColumn> &
  Record<'createdAt', string> &
  Record<Exclude<DateColumn, 'createdAt'>, string | null>;

interface Asked {
  slug: string;
  actor: Actor;
  ids: string[];
}

/** Null: the actor doesn't see such a verdict. In batches, because it runs with every page view of a signed-in reader. */
export function readMine(slug: string, { actor, ids }: Omit<Asked, 'slug'>): Promise<MineRow | null> {
  return reads.submit('', { slug, actor, ids });
}

const reads = new GroupCommit<Asked, MineRow | null>(
  async (_key, asked) => {
    const rows = await rowsOf<Omit<MineRow, 'comments'> & { nth: number; comments: JsonRow[] }>(
      statement(asked),
    );
    const found = new Map(rows.map(({ nth, ...row }) => [nth, row]));
    return asked.map((_, i) => {
      const row = found.get(i + 1);
      return row ? { ...row, comments: row.comments.map(withDates) } : null;
    });
  },
  { maxItems: BATCH },
);

/**
 * Ten reads for each request in one statement. Every row is found by a key or by an index of few rows, because a plan
 * made while a thread is short would read all of it later. `operates` mirrors `isVisible` in verdict-state.ts.
 */
function statement(asked: Asked[]): Prisma.Sql {
  // As JSON, whose number of rows PostgreSQL can't see. With arrays it would plan each execution for their length, and
  // that takes several times as long as reading.
  const rows = asked.map(({ slug, actor, ids }, i) => ({
    ...{ nth: i + 1, me: actor.id, slug, ids: `{${ids.join(',')}}` },
    ...{ moderates: actor.role !== 'reader', operates: actor.role === 'admin' },
  }));
  return Prisma.sql`
    SELECT q.nth, ${unreadNotices(Prisma.sql`q.me`)} AS unread, ${CLAIMS} AS claims, ${RATINGS} AS ratings,
      ${RESTRICTIONS} AS restrictions, ${BLOCKED} AS blocked, ${COMMENTS} AS comments,
      ${CREDITS} AS credits, ${PEEKED} AS peeked,
      ${readPosition(Prisma.sql`q.me`, Prisma.sql`found.id`)} AS read
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS q(nth int, me uuid, slug text, ids text, moderates bool, operates bool)
    CROSS JOIN LATERAL (
      SELECT v.id FROM verdicts v WHERE v.slug = q.slug AND (q.operates OR v.state <> 'unpublished') ${ONE_ROW}
    ) found`;
}

const CLAIMS = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('id', c.id, 'mine', w.stance, 'countsAt', w.counts_at)), '[]')
  FROM claims c CROSS JOIN LATERAL (
    SELECT w.stance, w.counts_at FROM votes w WHERE w.claim_id = c.id AND w.user_id = q.me ${ONE_ROW}
  ) w WHERE c.verdict_id = found.id AND c.retired_at IS NULL)`;

const RATINGS = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('comment', asked.id, 'helpful', r.helpful, 'countsAt', r.counts_at)), '[]')
  FROM unnest(q.ids::uuid[]) AS asked(id) CROSS JOIN LATERAL (
    SELECT r.helpful, r.counts_at FROM ratings r WHERE r.comment_id = asked.id AND r.user_id = q.me ${ONE_ROW}
  ) r CROSS JOIN LATERAL (
    SELECT c.verdict_id FROM comments c WHERE c.id = asked.id ${ONE_ROW}
  ) c WHERE c.verdict_id = found.id)`;

const RESTRICTIONS = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('scope', r.scope, 'until', r.until)), '[]')
  FROM restrictions r WHERE r.user_id = q.me AND r.lifted_at IS NULL)`;

const BLOCKED = Prisma.sql`(
  SELECT coalesce(json_agg(u.username), '[]') FROM blocks b CROSS JOIN LATERAL (
    SELECT u.username FROM users u WHERE u.id = b.blocked_id AND u.username IS NOT NULL ${ONE_ROW}
  ) u WHERE b.user_id = q.me)`;

const CREDITS = Prisma.sql`(
  SELECT coalesce(json_agg(m.comment_id), '[]') FROM mind_credits m CROSS JOIN LATERAL (
    SELECT k.verdict_id FROM claims k WHERE k.id = m.claim_id ${ONE_ROW}
  ) k WHERE m.user_id = q.me AND k.verdict_id = found.id)`;

const PEEKED = Prisma.sql`EXISTS (SELECT 1 FROM peeks p WHERE p.user_id = q.me AND p.verdict_id = found.id)`;

const WITHHELD = Prisma.sql`c.verdict_id = found.id AND c.status IN ('pending', 'hidden')`;

/** The comments whose view differs from an anonymous reader's. */
const CHOSEN = Prisma.sql`
  SELECT asked.id FROM unnest(q.ids::uuid[]) AS asked(id) CROSS JOIN LATERAL (
    SELECT c.author_id, c.status, c.verdict_id FROM comments c WHERE c.id = asked.id ${ONE_ROW}
  ) c WHERE c.verdict_id = found.id AND (c.author_id = q.me OR (q.moderates AND c.status <> 'visible'))
  UNION
  (SELECT c.id FROM comments c WHERE ${WITHHELD} AND c.author_id = q.me ORDER BY c.id DESC ${OWN_WITHHELD})
  UNION
  (SELECT c.id FROM comments c WHERE q.moderates AND ${WITHHELD} ORDER BY c.id DESC ${ALL_WITHHELD})`;

const COMMENTS = Prisma.sql`(
  SELECT coalesce(json_agg(own ORDER BY own.path), '[]') FROM (
    SELECT ${COLUMNS}, ${OWN_RATING} FROM (${CHOSEN}) chosen
    CROSS JOIN LATERAL (SELECT c.* FROM comments c WHERE c.id = chosen.id ${ONE_ROW}) c ${JOINS}
    LEFT JOIN ratings r ON r.comment_id = c.id AND r.user_id = q.me
  ) own)`;

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
