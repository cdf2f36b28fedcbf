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

/** Twice what anybody may write in an hour (`comment-volume`): nobody wrote more in the time that repeats are looked for. */
const LATEST = 60;

/** How things stand for somebody who is about to write at one place. */
export interface ThreadState {
  verdictId: string;
  state: VerdictState;
  /** New comments are refused there: in the whole thread, or in this branch. */
  locked: boolean;
  /** The reports standing on the comment answered and on all above it. */
  heat: Heat[];
  /** The author's very text stands or waits since less than ten minutes. What was taken back may be said again. */
  repeats: boolean;
  /** How the author fared here; null: no such account. */
  author: StandingRow | null;
}

/** `slug`: the verdict's; `path`: of the comment that is answered, empty at the top level. Null: no verdict. */
export function readThreadState(
  { slug, path }: { slug: string; path: string },
  { authorId, body }: { authorId: string; body: string },
  now: Date,
): Promise<ThreadState | null> {
  const repeatedSince = new Date(now.getTime() - REPEAT_WINDOW);
  return moments.submit('', { slug, path, author_id: authorId, body, now, repeated_since: repeatedSince });
}

interface Asked {
  slug: string;
  path: string;
  author_id: string;
  body: string;
  now: Date;
  repeated_since: Date;
}

/** The comments above the new one. */
const above = Prisma.sql`generate_series(1, length(a.path) / 8) level CROSS JOIN LATERAL (
          SELECT id, locked_at FROM comments WHERE verdict_id = v.id AND path = left(a.path, level * 8) ${ONE_ROW}
        ) above`;

/** Asked with every comment, so those that come together are asked together, and in one question: each costs a turn. */
const moments = new GroupCommit<Asked, ThreadState | null>(async (_key, asked) => {
  const rows = await rowsOf<Row>(Prisma.sql`
    SELECT a.at, v.id AS "verdictId", v.state::text AS state, v.locked_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM ${above} WHERE above.locked_at IS NOT NULL
      ) AS locked,
      (
        SELECT coalesce(json_agg(json_build_object('reports', k.report_count, 'since', k.opened_at)), '[]') FROM ${above}
        JOIN cases k ON k.comment_id = above.id AND k.state = 'open' AND NOT k.is_appeal AND k.report_count > 0
      ) AS heat,
      EXISTS (
        SELECT 1 FROM (
          SELECT body, status FROM comments
          WHERE author_id = a.author_id AND created_at > a.repeated_since AND created_at <= a.now
          ORDER BY created_at DESC ${limitOf(LATEST)}
        ) said WHERE body = a.body AND status <> 'withdrawn'
      ) AS repeats, author.*
    FROM jsonb_to_recordset(${JSON.stringify(asked.map((each, at) => ({ ...each, at })))}::jsonb) AS a(
      at int, slug text, path text, author_id uuid, body text, now timestamptz, repeated_since timestamptz)
    JOIN verdicts v ON v.slug = a.slug
    LEFT JOIN LATERAL (${standingOf(Prisma.sql`a.author_id`)}) author ON true`);
  const found = new Map(rows.map((row) => [row.at, asMoment(row)]));
  return asked.map((_, at) => found.get(at) ?? null);
});

interface Row extends Pick<ThreadState, 'verdictId' | 'state' | 'locked' | 'repeats'>, Nullable<StandingRow> {
  at: number;
  heat: { reports: number; since: string }[];
}

/** The other side of a LEFT JOIN. */
type Nullable<T> = { [K in keyof T]: T[K] | null };

function asMoment({ at: _, verdictId, state, locked, repeats, heat, ...author }: Row): ThreadState {
  return {
    ...{ verdictId, state, locked, repeats },
    heat: heat.map(({ reports, since }) => ({ reports, since: new Date(since) })),
    author: isWhole(author) ? author : null,
  };
}

const isWhole = (row: Nullable<StandingRow>): row is StandingRow => row.role !== null;

/** Since when the author has written so many comments, within the 24 hours before `now`; null: fewer than that. */
export function readSinceWhen(authorId: string, count: number, now: Date): Promise<Date | null> {
  const since = new Date(now.getTime() - DAY);
  return sinceWhen.submit('', { author_id: authorId, others: count - 1, now, since });
}

interface Counted {
  author_id: string;
  others: number;
  now: Date;
  since: Date;
}

const sinceWhen = new GroupCommit<Counted, Date | null>(async (_key, asked) => {
  const rows = await rowsOf<{ at: number; createdAt: Date }>(Prisma.sql`
    SELECT a.at, said.created_at AS "createdAt"
    FROM jsonb_to_recordset(${JSON.stringify(asked.map((each, at) => ({ ...each, at })))}::jsonb) AS a(
      at int, author_id uuid, others int, now timestamptz, since timestamptz)
    CROSS JOIN LATERAL (
      SELECT created_at FROM comments
      WHERE author_id = a.author_id AND created_at > a.since AND created_at <= a.now
      ORDER BY created_at DESC OFFSET a.others ${ONE_ROW}
    ) said`);
  const found = new Map(rows.map(({ at, createdAt }) => [at, createdAt]));
  return asked.map((_, at) => found.get(at) ?? null);
});

/** A word's report weighs like one of a new reader: it says that somebody should look, not that it is bad. */
const WORD_WEIGHT = 1;

/** Reports a comment as it stands in this transaction for a word of the admin's list; its case opens where none is. */
export async function insertWordReport(
  tx: Tx,
  { commentId, note, now }: { commentId: string; note: string; now: Date },
): Promise<void> {
  await tx.$executeRaw`
    WITH opened AS (
      INSERT INTO cases (id, comment_id, author_id, verdict_id, weight, report_count, opened_at)
      SELECT gen_random_uuid(), id, author_id, verdict_id, ${WORD_WEIGHT}::float8, 1, ${now}
      FROM comments WHERE id = ${commentId}::uuid
      ON CONFLICT (comment_id) WHERE state = 'open' AND NOT is_appeal
      DO UPDATE SET weight = cases.weight + excluded.weight, report_count = cases.report_count + 1, version = cases.version + 1
      RETURNING id
    )
    INSERT INTO reports (id, case_id, comment_id, version, body, reason, note, weight, created_at)
    SELECT gen_random_uuid(), opened.id, c.id, c.version, c.body, 'other', ${note}, ${WORD_WEIGHT}::float8, ${now}
    FROM comments c, opened WHERE c.id = ${commentId}::uuid`;
}
