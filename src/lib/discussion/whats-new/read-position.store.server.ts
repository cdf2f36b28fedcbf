import type { Actor } from '#lib/actor.ts';
import { GroupCommit } from '#lib/db/group-commit.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf, ONE_ROW } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { visibleTo } from '#lib/verdicts/find-verdict.server.ts';
import { COUNTED_NEW, type NewCount, type ReadPosition } from './new-comments.ts';

const NO_USER = '00000000-0000-0000-0000-000000000000';

/** More in one statement would make the first wait for the last. */
const BATCH = 25;

/** Whether the comment `c` was created after `seq`. Paths are compared as text, as the index has them. */
const createdAfter = (seq: Prisma.Sql) => Prisma.sql`right(c.path, 8) > lpad(to_hex(${seq}), 8, '0')`;

/** Comments of `verdict` that are new to `reader`, who has read up to `seq`, oldest first; none by people they block. */
export function newComments(
  columns: Prisma.Sql,
  { verdict, reader, seq }: { verdict: Prisma.Sql; reader: Prisma.Sql; seq: Prisma.Sql },
  limit: Prisma.Sql,
): Prisma.Sql {
  return Prisma.sql`
    SELECT ${columns} FROM comments c
    WHERE c.verdict_id = ${verdict} AND c.status = 'visible' AND ${createdAfter(seq)} AND c.author_id <> ${reader}
      AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = ${reader} AND b.blocked_id = c.author_id)
    ORDER BY right(c.path, 8) ${limit}`;
}

/** SQL for their number. */
function newCount(of: Parameters<typeof newComments>[1]): Prisma.Sql {
  return Prisma.sql`(SELECT count(*)::int FROM (
    ${newComments(Prisma.sql`1`, of, limitOf(COUNTED_NEW))}
  ) counted)`;
}

/** SQL for a reader's position as JSON, or null: for statements that read more at the same time. */
export function readPosition(reader: Prisma.Sql, verdict: Prisma.Sql): Prisma.Sql {
  const count = newCount({ verdict, reader, seq: Prisma.sql`p.seq` });
  return Prisma.sql`(
    SELECT json_build_object('seq', p.seq, 'at', p.read_at, 'section', p.section, 'count', ${count},
      'opened', p.opened_at IS NOT NULL)
    FROM read_positions p WHERE p.user_id = ${reader} AND p.verdict_id = ${verdict} ${ONE_ROW})`;
}

/** PostgreSQL's JSON has times with an offset. */
export function positionOf(stored: ReadPosition | null): ReadPosition | null {
  return stored && { ...stored, at: new Date(stored.at).toISOString() };
}

/** Null: the actor hasn't opened the verdict before. */
export async function readPositionOf(slug: string, { id }: Actor): Promise<ReadPosition | null> {
  const [row] = await rowsOf<{ read: ReadPosition | null }>(Prisma.sql`
    SELECT ${readPosition(Prisma.sql`${id}::uuid`, Prisma.sql`v.id`)} AS read FROM verdicts v WHERE v.slug = ${slug}`);
  return positionOf(row?.read ?? null);
}

interface Asked {
  reader: string;
  slugs: string[];
}

/** How many comments are new to an account, by verdict; without verdicts that it has never opened. In batches. */
export function countNewFor(reader: string, slugs: string[]): Promise<NewCount[]> {
  return slugs.length > 0 ? counts.submit('', { reader, slugs }) : Promise.resolve([]);
}

const counts = new GroupCommit<Asked, NewCount[]>(
  async (_key, asked) => {
    const input = asked.flatMap(({ reader, slugs }, nth) => slugs.map((slug) => ({ nth, reader, slug })));
    const count = newCount({
      verdict: Prisma.sql`v.id`,
      reader: Prisma.sql`p.user_id`,
      seq: Prisma.sql`p.seq`,
    });
    const rows = await rowsOf<NewCount & { nth: number }>(Prisma.sql`
      SELECT q.nth, q.slug, ${count} AS count
      FROM json_to_recordset(${JSON.stringify(input)}::json) AS q(nth int, reader uuid, slug text)
      CROSS JOIN LATERAL (SELECT id FROM verdicts WHERE slug = q.slug AND state <> 'unpublished' ${ONE_ROW}) v
      CROSS JOIN LATERAL (
        SELECT user_id, seq FROM read_positions WHERE user_id = q.reader AND verdict_id = v.id ${ONE_ROW}
      ) p`);
    return asked.map((_, i) =>
      rows.filter(({ nth }) => nth === i).map(({ slug, count: found }) => ({ slug, count: found })),
    );
  },
  { maxItems: BATCH },
);

/** How many comments of each verdict were created since a seq. */
export async function countNewSince(positions: { slug: string; seq: number }[]): Promise<NewCount[]> {
  if (positions.length === 0) return [];
  const none = Prisma.sql`${NO_USER}::uuid`;
  return rowsOf<NewCount>(Prisma.sql`
    SELECT q.slug, ${newCount({ verdict: Prisma.sql`v.id`, reader: none, seq: Prisma.sql`q.seq` })} AS count
    FROM json_to_recordset(${JSON.stringify(positions)}::json) AS q(slug text, seq int)
    CROSS JOIN LATERAL (SELECT id FROM verdicts WHERE slug = q.slug AND state <> 'unpublished' ${ONE_ROW}) v`);
}

export interface NewRow {
  id: string;
  path: string;
  /** Of its top-level comment. */
  score: number;
  groundScore: number;
}

/** The first comments created after `since`, oldest first, and the verdict's newest seq. Null: no such verdict. */
export async function readNewComments(
  slug: string,
  since: number,
  { actor, limit }: { actor: Actor | null; limit: number },
): Promise<{ head: number; rows: NewRow[] } | null> {
  const of = {
    verdict: Prisma.sql`v.id`,
    reader: Prisma.sql`${actor?.id ?? NO_USER}::uuid`,
    seq: Prisma.sql`${since}::int`,
  };
  const rows = await rowsOf<{ head: number } & (NewRow | { id: null })>(Prisma.sql`
    SELECT v.seq AS head, n.id, n.path, root.score, root.ground_score AS "groundScore" FROM verdicts v
    LEFT JOIN LATERAL (${newComments(Prisma.sql`c.id, c.path, c.root_id`, of, limitOf(limit))}) n ON true
    LEFT JOIN LATERAL (
      SELECT c.score, c.ground_score FROM comments c WHERE c.id = coalesce(n.root_id, n.id) ${ONE_ROW}
    ) root ON true
    WHERE v.slug = ${slug} AND ${visibleTo(actor)}`);
  const [first] = rows;
  return first ? { head: first.head, rows: rows.filter((row) => row.id !== null) } : null;
}

/** Moves the position forward, or keeps it. @returns false if there is no such verdict */
export async function movePosition(
  slug: string,
  {
    seq,
    section,
    opened = false,
    now,
    actor,
  }: { seq: number; section: string | null; opened?: boolean; now: Date; actor: Actor },
): Promise<boolean> {
  const rows = await rowsOf(Prisma.sql`
    WITH found AS (SELECT v.id, least(v.seq, ${seq}::int) AS seq, ${opened ? now : null}::timestamptz AS opened_at
      FROM verdicts v WHERE v.slug = ${slug} AND ${visibleTo(actor)}
    ), recounted AS (
      INSERT INTO minds_due (verdict_id) SELECT id FROM found WHERE opened_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM read_positions p
        WHERE p.user_id = ${actor.id}::uuid AND p.verdict_id = found.id AND p.opened_at IS NOT NULL)
      -- Written again, see recountMinds.
      ON CONFLICT (verdict_id) DO UPDATE SET verdict_id = excluded.verdict_id
    ), moved AS (
      INSERT INTO read_positions AS old (user_id, verdict_id, seq, read_at, section, opened_at)
      SELECT ${actor.id}::uuid, id, seq, ${now}::timestamptz, ${section}, opened_at FROM found
      ON CONFLICT (user_id, verdict_id) DO UPDATE SET
        read_at = CASE WHEN excluded.seq > old.seq THEN excluded.read_at ELSE old.read_at END,
        seq = greatest(excluded.seq, old.seq), section = coalesce(excluded.section, old.section),
        opened_at = coalesce(old.opened_at, excluded.opened_at)
      WHERE excluded.seq > old.seq OR excluded.section IS DISTINCT FROM old.section
        OR (old.opened_at IS NULL AND excluded.opened_at IS NOT NULL)
    )
    SELECT id FROM found`);
  return rows.length > 0;
}
