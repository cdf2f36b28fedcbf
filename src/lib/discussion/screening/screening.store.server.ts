import { Batcher } from '#lib/db/batcher.ts';
import type { Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, rowsOf } from '#lib/db/rows.server.ts';
import type { Heat } from '../heat.ts';
import { REPEAT_WINDOW } from './repeated.ts';

const DAY = 24 * 60 * 60 * 1000;

/** More comments in a day than any setting allows a newcomer. */
const MOST = 100;

/** How things stand for somebody who is about to write at one place. */
export interface Moment {
  verdictId: string;
  /** New comments are refused there: in the whole thread, or in this branch. */
  locked: boolean;
  /** The reports standing on the comment answered and on all above it. */
  heat: Heat[];
  /** The author's very text stands or waits since less than ten minutes. What was taken back may be said again. */
  repeats: boolean;
  /** When the author's comments of the last 24 hours were written, in milliseconds since 1970, newest first. */
  today: number[];
}

/** `slug`: the verdict's; `path`: of the comment that is answered, empty at the top level. Null: no verdict. */
export function readMoment(
  { slug, path }: { slug: string; path: string },
  { authorId, body }: { authorId: string; body: string },
  now: Date,
): Promise<Moment | null> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const times = { now, repeated_since: ago(REPEAT_WINDOW), day_since: ago(DAY) };
  return moments.submit('', { slug, path, author_id: authorId, body, ...times });
}

interface Asked {
  slug: string;
  path: string;
  author_id: string;
  body: string;
  now: Date;
  repeated_since: Date;
  day_since: Date;
}

/** Asked with every comment, so those that come together are asked together. */
const moments = new Batcher<Asked, Moment | null>(async (_key, asked) => {
  const rows = await rowsOf<Row>(Prisma.sql`
    SELECT a.at, v.id AS "verdictId", v.locked_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM comments c WHERE c.verdict_id = v.id AND c.path = ANY(above.paths) AND c.locked_at IS NOT NULL
      ) AS locked,
      (
        SELECT coalesce(json_agg(json_build_object('reports', k.reports, 'since', k.opened_at)), '[]') FROM comments c
        JOIN cases k ON k.comment_id = c.id AND k.state = 'open' AND NOT k.is_appeal AND k.reports > 0
        WHERE c.verdict_id = v.id AND c.path = ANY(above.paths)
      ) AS heat,
      EXISTS (
        SELECT 1 FROM comments WHERE author_id = a.author_id AND body = a.body AND status <> 'withdrawn'
          AND created_at > a.repeated_since AND created_at <= a.now
      ) AS repeats,
      (
        -- As JSON: pg takes five times as long over an array of its own.
        SELECT coalesce(json_agg(extract(epoch FROM said.created_at) * 1000), '[]') FROM (
          SELECT created_at FROM comments
          WHERE author_id = a.author_id AND created_at > a.day_since AND created_at <= a.now
          ORDER BY created_at DESC ${limitOf(MOST)}
        ) said
      ) AS today
    FROM jsonb_to_recordset(${JSON.stringify(asked.map((each, at) => ({ ...each, at })))}::jsonb) AS a(
      at int, slug text, path text, author_id uuid, body text, now timestamptz, repeated_since timestamptz,
      day_since timestamptz)
    JOIN verdicts v ON v.slug = a.slug
    CROSS JOIN LATERAL (
      SELECT ARRAY(SELECT left(a.path, level * 8) FROM generate_series(1, length(a.path) / 8) level) AS paths
    ) above`);
  const found = new Map(rows.map(({ at, ...row }) => [at, { ...row, heat: row.heat.map(asHeat) }]));
  return asked.map((_, at) => found.get(at) ?? null);
});

type Row = Omit<Moment, 'heat'> & { at: number; heat: { reports: number; since: string }[] };

const asHeat = ({ reports, since }: Row['heat'][number]): Heat => ({ reports, since: new Date(since) });

/** A word's report weighs like one of a new reader: it says that somebody should look, not that it is bad. */
const WORD_WEIGHT = 1;

/** Reports a comment as it stands in this transaction for a word of the admin's list; its case opens where none is. */
export async function insertWordReport(
  tx: Tx,
  { commentId, note, now }: { commentId: string; note: string; now: Date },
): Promise<void> {
  await tx.$executeRaw`
    WITH opened AS (
      INSERT INTO cases (id, comment_id, author_id, verdict_id, weight, reports, opened_at)
      SELECT gen_random_uuid(), id, author_id, verdict_id, ${WORD_WEIGHT}::float8, 1, ${now}
      FROM comments WHERE id = ${commentId}::uuid
      ON CONFLICT (comment_id) WHERE state = 'open' AND NOT is_appeal
      DO UPDATE SET weight = cases.weight + excluded.weight, reports = cases.reports + 1, version = cases.version + 1
      RETURNING id
    )
    INSERT INTO reports (id, case_id, comment_id, version, body, reason, note, weight, created_at)
    SELECT gen_random_uuid(), opened.id, c.id, c.version, c.body, 'other', ${note}, ${WORD_WEIGHT}::float8, ${now}
    FROM comments c, opened WHERE c.id = ${commentId}::uuid`;
}
