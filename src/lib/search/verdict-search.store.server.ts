import type { Actor } from '#lib/actor.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';
import type { Term } from './query.ts';

export interface VerdictMatch {
  id: string;
  listedAt: Date;
  rank: number;
}

/** The newest are ranked. More published verdicts than that have the words in common only if they are everywhere. */
const MOST = 1000;

/** Verdicts in any other state have no text that readers see. */
const listed = (actor: Actor | null) =>
  actor?.role === 'admin' ? Prisma.sql`true` : Prisma.sql`v.state = 'published'`;

const fromSource = (source: string | null) => {
  if (source === null) return Prisma.sql`true`;
  return Prisma.sql`strpos(' ' || search_fold(concat_ws(' ', v.source_name, v.source_feed)), ' ' || nullif(search_fold(${source}), '')) > 0`;
};

/** Verdicts with the words, or with `part` in their title. */
export async function readVerdictMatches(
  { groups, source, part }: { groups: Term[][]; source: string | null; part: string | null },
  actor: Actor | null,
): Promise<VerdictMatch[]> {
  const all = groups.length === 0;
  return rowsOf<VerdictMatch>(Prisma.sql`
    WITH sought AS MATERIALIZED (
      SELECT search_query(${JSON.stringify(groups)}::jsonb, true) AS exact, '%' || nullif(search_fold(${part}), '') || '%' AS part
    )
    SELECT v.id, v.listed_at AS "listedAt", ts_rank('{0.1, 0.2, 0.4, 1.0}', w.words, exact, 1) +
      CASE WHEN w.title LIKE sought.part THEN 0.1 ELSE 0 END AS rank
    FROM sought CROSS JOIN verdict_words w JOIN verdicts v ON v.id = w.verdict_id
    WHERE ${all ? Prisma.sql`true` : Prisma.sql`(w.words @@ exact OR w.title LIKE sought.part)`}
      AND ${listed(actor)} AND ${fromSource(source)}
    ORDER BY v.listed_at DESC ${limitOf(MOST)}`);
}

/** Verdicts whose title has a passage similar to `text`, best first. */
export async function readSimilarTitles(text: string, actor: Actor | null): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(Prisma.sql`
    SELECT v.id FROM (SELECT search_fold(${text}) AS text) sought
    JOIN verdict_words w ON w.title %> sought.text JOIN verdicts v ON v.id = w.verdict_id
    WHERE ${listed(actor)} ORDER BY w.title <->> sought.text, v.listed_at DESC ${limitOf(3)}`);
  return rows.map(({ id }) => id);
}

export interface VerdictText {
  id: string;
  slug: string;
  title: string;
  content: StructuredVerdict;
}

export async function readVerdictTexts(ids: string[], actor: Actor | null): Promise<VerdictText[]> {
  if (ids.length === 0) return [];
  return rowsOf<VerdictText>(Prisma.sql`
    SELECT v.id, v.slug, v.title, v.content FROM verdicts v WHERE v.id = ANY(${ids}::uuid[]) AND ${listed(actor)}`);
}

export async function readVerdictIdsOf(source: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    Prisma.sql`SELECT v.id FROM verdicts v WHERE ${fromSource(source)}`,
  );
  return rows.map(({ id }) => id);
}
