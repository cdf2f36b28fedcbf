import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, ONE_ROW } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { CommentStatus } from '#lib/live/events.ts';
import type { PagedKind } from './my-things.ts';

export const PAGE = 20;
/** Characters of a comment that are read for an excerpt of it: more than that has, because spaces are dropped. */
const BEGINNING = 2000;

export interface ThingRow {
  id: string;
  at: Date;
  slug: string;
  title: string;
  /** The verdict is unpublished. */
  unseen: boolean;
  commentId: string | null;
  author: string | null;
  /** Null if the owner may not read it. */
  text: string | null;
  status: CommentStatus | null;
  /** The stance, the rating, or the state of the report. */
  did: string | null;
  /** A code of moderation/reports/reason.ts. */
  reason: string | null;
  /** The claim isn't in the current version. */
  retired: boolean;
}

type Position = { at: Date; id: string };

// Each row's comment, claim and verdict are found by their keys, however large the tables have grown.
const VERDICT = (of: Prisma.Sql) => Prisma.sql`
  CROSS JOIN LATERAL (
    SELECT v.slug, v.title, v.state = 'unpublished' AS unseen FROM verdicts v WHERE v.id = ${of} ${ONE_ROW}
  ) v`;

/** Someone's comment, for the owner of the row `t`: its text while everyone may read it, or while it is their own. */
const ON_COMMENT = Prisma.sql`
  v.slug, v.title, v.unseen, c.id AS "commentId",
  CASE WHEN c.status = 'visible' AND NOT v.unseen THEN a.username END AS author, c.status::text AS status,
  CASE WHEN NOT v.unseen AND (c.status = 'visible' OR (c.author_id = t.owner AND c.status IN ('pending', 'hidden')))
    THEN left(c.body, ${BEGINNING}::int) END AS text, false AS retired`;

const COMMENT = Prisma.sql`
  JOIN comments c ON c.id = t.comment_id JOIN users a ON a.id = c.author_id ${VERDICT(Prisma.sql`c.verdict_id`)}`;

/** A page of rows `t`: chosen before anything is joined to them. */
function pageOf(
  table: string,
  { owner, id }: { owner: string; id: string },
  { userId, before }: { userId: string; before: Position | null },
): Prisma.Sql {
  const [rows, user, key] = [Prisma.raw(table), Prisma.raw(owner), Prisma.raw(id)];
  const earlier = before
    ? Prisma.sql`AND (created_at, ${key}) < (${before.at}::timestamptz, ${before.id}::uuid)`
    : Prisma.empty;
  return Prisma.sql`(
    SELECT *, ${key} AS row_id, ${user} AS owner FROM ${rows} WHERE ${user} = ${userId}::uuid ${earlier}
    ORDER BY created_at DESC, ${key} DESC ${limitOf(PAGE + 1)}) t`;
}

const NEWEST = Prisma.sql`ORDER BY t.created_at DESC, t.row_id DESC`;

type Asked = { userId: string; before: Position | null };

/** The statement of each list, with one row more than a page. */
const LISTS: Record<PagedKind, (asked: Asked) => Prisma.Sql> = {
  comments: (asked) => Prisma.sql`
    SELECT t.row_id AS id, t.created_at AS at, v.slug, v.title, v.unseen, t.id AS "commentId", NULL AS author,
      t.status::text AS status, NULL AS did, d.reason, false AS retired,
      CASE WHEN t.status <> 'withdrawn' AND NOT v.unseen THEN left(t.body, ${BEGINNING}::int) END AS text
    FROM ${pageOf('comments', { owner: 'author_id', id: 'id' }, asked)} ${VERDICT(Prisma.sql`t.verdict_id`)}
    LEFT JOIN LATERAL (
      SELECT d.reason FROM decisions d
      WHERE d.comment_id = t.id AND t.status IN ('pending', 'hidden', 'removed')
        AND d.kind IN ('remove', 'erase', 'hide', 'hold')
      ORDER BY d.created_at DESC, d.id DESC ${ONE_ROW}
    ) d ON true ${NEWEST}`,
  votes: (asked) => Prisma.sql`
    SELECT t.row_id AS id, t.created_at AS at, v.slug, v.title, v.unseen, NULL AS "commentId", NULL AS author,
      NULL AS status, t.stance::text AS did, NULL AS reason, k.retired_at IS NOT NULL AS retired,
      CASE WHEN NOT v.unseen THEN k.label END AS text
    FROM ${pageOf('votes', { owner: 'user_id', id: 'claim_id' }, asked)}
    JOIN claims k ON k.id = t.claim_id ${VERDICT(Prisma.sql`k.verdict_id`)} ${NEWEST}`,
  ratings: (asked) => Prisma.sql`
    SELECT t.row_id AS id, t.created_at AS at, t.helpful::text AS did, NULL AS reason, ${ON_COMMENT}
    FROM ${pageOf('ratings', { owner: 'user_id', id: 'comment_id' }, asked)} ${COMMENT} ${NEWEST}`,
  bookmarks: (asked) => Prisma.sql`
    SELECT t.row_id AS id, t.created_at AS at, NULL AS did, NULL AS reason, ${ON_COMMENT}
    FROM ${pageOf('bookmarks', { owner: 'user_id', id: 'comment_id' }, asked)} ${COMMENT} ${NEWEST}`,
  reports: (asked) => Prisma.sql`
    SELECT t.row_id AS id, t.created_at AS at, t.state::text AS did, t.reason::text AS reason, ${ON_COMMENT}
    FROM ${pageOf('reports', { owner: 'reporter_id', id: 'id' }, asked)} ${COMMENT} ${NEWEST}`,
};

export async function readThings(kind: PagedKind, asked: Asked): Promise<ThingRow[]> {
  return rowsOf<ThingRow>(LISTS[kind](asked));
}
