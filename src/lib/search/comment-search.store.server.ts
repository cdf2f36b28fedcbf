import type { Actor } from '#lib/actor.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, ONE_ROW } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { readableBy } from '#lib/discussion/reading/find-comment.server.ts';
import { visibleTo } from '#lib/verdicts/find-verdict.server.ts';
import type { Term } from './query.ts';

export interface CommentSought {
  groups: Term[][];
  /** Ids of an author and of verdicts; null: any. */
  author: string | null;
  verdicts: string[] | null;
  removed: boolean;
}

export interface CommentMatch {
  /** The comment's place in the index: the newer, the higher. */
  n: number;
  id: string;
  createdAt: Date;
  rank: number;
}

interface Stretch {
  /** Above every `n` searched. */
  before: number;
  /** A query for the places in the index. */
  places: string;
}

/** Above the place of every comment. */
export async function readEnd(): Promise<number> {
  const [row] = await rowsOf<{ end: number }>(Prisma.sql`
    SELECT (last_value + 1)::float8 AS end FROM comment_words_n_seq`);
  return row!.end;
}

/**
 * The newest matches that the actor may read, at most `most`, and how many rows had all the words. Status, author and
 * verdict are read from their own rows: what was removed before this statement isn't in its result.
 */
export async function readMatches(
  sought: CommentSought,
  { before, places }: Stretch,
  { actor, most }: { actor: Actor | null; most: number },
): Promise<{ matches: CommentMatch[]; candidates: number }> {
  const groups = JSON.stringify(sought.groups);
  const filter = sought.author ? `(${places}) & '~a${sought.author}'` : `(${places})`;
  const [row] = await rowsOf<{
    candidates: number;
    matches: (Omit<CommentMatch, 'createdAt'> & { at: string })[];
  }>(
    Prisma.sql`
    WITH sought AS MATERIALIZED (
      SELECT search_query(${groups}::jsonb, true) AS exact,
        search_query(${groups}::jsonb, false) && ${filter}::tsquery AS rough
    ), candidate AS MATERIALIZED (${candidates(sought.removed)}
    ), found AS (
      SELECT k.n, c.id, c.created_at, ts_rank(w.words, exact, 1) AS rank
      FROM (SELECT * FROM candidate WHERE n < ${before}::bigint ORDER BY n DESC) k CROSS JOIN sought
      CROSS JOIN LATERAL (SELECT w.words FROM comment_words w WHERE w.comment_id = k.comment_id ${ONE_ROW}) w
      CROSS JOIN LATERAL (
        SELECT c.id, c.status, c.author_id, c.verdict_id, c.created_at FROM comments c WHERE c.id = k.comment_id ${ONE_ROW}
      ) c
      CROSS JOIN LATERAL (SELECT v.state FROM verdicts v WHERE v.id = c.verdict_id ${ONE_ROW}) v
      WHERE ${sought.groups.length === 0 ? Prisma.sql`true` : Prisma.sql`w.words @@ exact`} AND ${readableBy(actor)} AND ${visibleTo(actor)}
        AND ${sought.removed ? Prisma.sql`c.status = 'removed'` : Prisma.sql`c.status <> 'removed'`}
        AND ${notBlockedBy(actor, sought)}
        AND (${sought.verdicts}::uuid[] IS NULL OR c.verdict_id = ANY(${sought.verdicts}::uuid[]))
      ORDER BY k.n DESC ${limitOf(most)}
    )
    SELECT (SELECT count(*)::int FROM candidate) AS candidates, coalesce((
      SELECT json_agg(json_build_object('n', n, 'id', id, 'at', created_at, 'rank', rank)) FROM found), '[]') AS matches`,
  );
  const matches = row!.matches.map(({ at, ...match }) => ({ ...match, createdAt: new Date(at) }));
  return { matches, candidates: row!.candidates };
}

/** Comments of people whom the actor blocked are found by their name only, and by moderators as removed ones. */
function notBlockedBy(actor: Actor | null, { author, removed }: CommentSought): Prisma.Sql {
  if (!actor || author !== null || removed) return Prisma.sql`true`;
  return Prisma.sql`NOT EXISTS (
    SELECT FROM blocks b WHERE b.user_id = ${actor.id}::uuid AND b.blocked_id = c.author_id)`;
}

/** Of removed comments, which have an index of their own, the newest are searched. */
const MOST_REMOVED = 5000;

/** Rows with all words, without the words themselves: thousands of them would not fit into the memory of a sort. */
function candidates(removed: boolean): Prisma.Sql {
  if (removed)
    return Prisma.sql`
      SELECT w.n, w.comment_id FROM (
        SELECT c.id FROM comments c WHERE c.status = 'removed' ORDER BY c.id DESC ${limitOf(MOST_REMOVED)}
      ) c CROSS JOIN LATERAL (
        SELECT w.n, w.comment_id, w.words FROM comment_words w WHERE w.comment_id = c.id ${ONE_ROW}
      ) w WHERE w.words @@ (SELECT rough FROM sought)`;
  return Prisma.sql`
    SELECT w.n, w.comment_id FROM comment_words w WHERE w.words @@ (SELECT rough FROM sought)`;
}
