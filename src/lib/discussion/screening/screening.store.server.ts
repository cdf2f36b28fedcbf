import { GroupCommit } from '#lib/db/group-commit.ts';
import type { Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, ONE_ROW } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { standingOf, type StandingRow } from '#lib/standing/find-standing.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import type { Heat } from '#lib/discussion/posting/heat.ts';
import { REPEAT_WINDOW } from './repeated.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Twice the hourly limit (`comment-volume`), so no account has more comments within `REPEAT_WINDOW`. */
const LATEST = 60;

export interface ThreadState {
  verdictId: string;
  state: VerdictState;
  locked: boolean;
  heat: Heat[];
  /** The author posted the same text within `REPEAT_WINDOW` and hasn't withdrawn it. */
  repeats: boolean;
  author: StandingRow | null;
}

/** `path`: of the target of the reply, empty at the top level. Null: no verdict. */
export function readThreadState(
  { slug, path }: { slug: string; path: string },
  { authorId, body }: { authorId: string; body: string },
  now: Date,
): Promise<ThreadState | null> {
  const repeatedSince = new Date(now.getTime() - REPEAT_WINDOW);
  return threadStates.submit('', {
    slug,
    path,
    author_id: authorId,
    body,
    now,
    repeated_since: repeatedSince,
  });
}

interface ThreadStateRequest {
  slug: string;
  path: string;
  author_id: string;
  body: string;
  now: Date;
  repeated_since: Date;
}

const above = Prisma.sql`generate_series(1, length(a.path) / 8) level CROSS JOIN LATERAL (
          SELECT id, locked_at FROM comments WHERE verdict_id = v.id AND path = left(a.path, level * 8) ${ONE_ROW}
        ) above`;

/** Read with every post, so posts that arrive together share one query. */
const threadStates = new GroupCommit<ThreadStateRequest, ThreadState | null>(async (_key, requests) => {
  const rows = await rowsOf<Row>(Prisma.sql`
    SELECT a.at, v.id AS "verdictId", v.state::text AS state, v.locked_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM ${above} WHERE above.locked_at IS NOT NULL
      ) AS locked,
      (
        SELECT coalesce(json_agg(json_build_object('reports', k.heat, 'since', k.opened_at)), '[]') FROM ${above}
        JOIN cases k ON k.comment_id = above.id AND k.state = 'open' AND NOT k.is_appeal AND k.heat > 0
      ) AS heat,
      EXISTS (
        SELECT 1 FROM (
          SELECT body, status FROM comments
          WHERE author_id = a.author_id AND created_at > a.repeated_since AND created_at <= a.now
          ORDER BY created_at DESC ${limitOf(LATEST)}
        ) recent WHERE body = a.body AND status <> 'withdrawn'
      ) AS repeats, author.*
    FROM jsonb_to_recordset(${JSON.stringify(requests.map((each, at) => ({ ...each, at })))}::jsonb) AS a(
      at int, slug text, path text, author_id uuid, body text, now timestamptz, repeated_since timestamptz)
    JOIN verdicts v ON v.slug = a.slug
    LEFT JOIN LATERAL (${standingOf(Prisma.sql`a.author_id`)}) author ON true`);
  const found = new Map(rows.map((row) => [row.at, toThreadState(row)]));
  return requests.map((_, at) => found.get(at) ?? null);
});

interface Row extends Pick<ThreadState, 'verdictId' | 'state' | 'locked' | 'repeats'>, Nullable<StandingRow> {
  at: number;
  heat: { reports: number; since: string }[];
}

type Nullable<T> = { [K in keyof T]: T[K] | null };

function toThreadState({ at: _, verdictId, state, locked, repeats, heat, ...author }: Row): ThreadState {
  return {
    ...{ verdictId, state, locked, repeats },
    heat: heat.map(({ reports, since }) => ({ reports, since: new Date(since) })),
    author: isWhole(author) ? author : null,
  };
}

const isWhole = (row: Nullable<StandingRow>): row is StandingRow => row.role !== null;

/** When the author wrote the `count`-th last comment within the 24 hours before `now`; null: fewer than `count`. */
export function readNthLastCommentTime(authorId: string, count: number, now: Date): Promise<Date | null> {
  const since = new Date(now.getTime() - DAY);
  return nthComments.submit('', { author_id: authorId, others: count - 1, now, since });
}

interface NthCommentRequest {
  author_id: string;
  others: number;
  now: Date;
  since: Date;
}

const nthComments = new GroupCommit<NthCommentRequest, Date | null>(async (_key, requests) => {
  const rows = await rowsOf<{ at: number; createdAt: Date }>(Prisma.sql`
    SELECT a.at, recent.created_at AS "createdAt"
    FROM jsonb_to_recordset(${JSON.stringify(requests.map((each, at) => ({ ...each, at })))}::jsonb) AS a(
      at int, author_id uuid, others int, now timestamptz, since timestamptz)
    CROSS JOIN LATERAL (
      SELECT created_at FROM comments
      WHERE author_id = a.author_id AND created_at > a.since AND created_at <= a.now
      ORDER BY created_at DESC OFFSET a.others ${ONE_ROW}
    ) recent`);
  const found = new Map(rows.map(({ at, createdAt }) => [at, createdAt]));
  return requests.map((_, at) => found.get(at) ?? null);
});

/** A word's report weighs like a new reader's: it asks for a look and doesn't say that the comment is bad. */
const WORD_WEIGHT = 1;

/** Reports a comment for a word on the admin's list, and opens its case if it has none. */
export async function insertWordReport(
  tx: Tx,
  { commentId, note, now }: { commentId: string; note: string; now: Date },
): Promise<void> {
  await tx.$executeRaw`
    WITH opened AS (
      INSERT INTO cases (id, comment_id, author_id, verdict_id, weight, report_count, heat, opened_at)
      SELECT gen_random_uuid(), id, author_id, verdict_id, ${WORD_WEIGHT}::float8, 1, 1, ${now}
      FROM comments WHERE id = ${commentId}::uuid
      ON CONFLICT (comment_id) WHERE state = 'open' AND NOT is_appeal
      DO UPDATE SET weight = cases.weight + excluded.weight, report_count = cases.report_count + 1, heat = cases.heat + 1,
        version = cases.version + 1
      RETURNING id
    )
    INSERT INTO reports (id, case_id, comment_id, version, body, reason, note, weight, created_at)
    SELECT gen_random_uuid(), opened.id, c.id, c.version, c.body, 'other', ${note}, ${WORD_WEIGHT}::float8, ${now}
    FROM comments c, opened WHERE c.id = ${commentId}::uuid`;
}
