import { Prisma } from '#lib/db/generated/client.ts';
import { pageLimitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { FOLDED, FOLDED_IN_JSON, foldSearch } from './fold-search.ts';
import type { VerdictListing } from './list-input.ts';
import type { ListRow } from '#lib/verdicts/list/list-item-view.ts';
import { BLIND_UNTIL, CLAIMS_JSON, IS_BLIND_NOW } from '#lib/verdicts/verdict.store.server.ts';

/** Where a page ended: the sort key of its last verdict, and its id for those with the same key. */
export interface ListPosition {
  key: Date | number;
  id: string;
}

export interface ListedRow extends ListRow {
  listedAt: Date;
}

/** What readers see, without the keys of the JSON. */
const SEARCH_VECTOR = Prisma.sql`to_tsvector('english', ${folded(Prisma.sql`v.title || ' ' || coalesce(v.opening, '')`)}) ||
  jsonb_to_tsvector('english', translate((jsonb_path_query_array(v.content, '$.sections[*].heading')
    || jsonb_path_query_array(v.content, '$.sections[*].blocks[*].text')
    || jsonb_path_query_array(v.content, '$.sections[*].blocks[*].items[*]')
    || jsonb_path_query_array(v.content, '$.sections[*].blocks[*].detail')
    || jsonb_path_query_array(v.content, '$.claims[*].label'))::text, ${FOLDED_IN_JSON.from}, ${FOLDED_IN_JSON.to})::jsonb, '["string"]')`;

/** `text` as `foldSearch` folds what is sought. */
export function folded(text: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`regexp_replace(translate(normalize(${text}, NFKC), ${FOLDED.from}, ${FOLDED.to}), '\\s+', ' ', 'g')`;
}

/**
 * Claims included, in one query. Returns one row more than `limit` if there is a next page. `everyState` includes
 * unpublished and retracted verdicts; `only`: these ids.
 */
export async function readListPage(
  {
    q,
    source,
    sort,
    limit,
    everyState,
    only,
  }: Omit<VerdictListing, 'cursor'> & { everyState: boolean; only?: string[] | undefined },
  after: ListPosition | null,
): Promise<ListedRow[]> {
  const where = [everyState ? Prisma.sql`true` : Prisma.sql`v.state = 'published'`];
  if (source) where.push(Prisma.sql`lower(${source}) IN (lower(v.source_feed), lower(v.source_name))`);
  const sought = foldSearch(q ?? '');
  if (sought)
    where.push(
      Prisma.sql`(${folded(Prisma.sql`v.title`)} ILIKE ${containsPattern(sought)}
        OR ${SEARCH_VECTOR} @@ websearch_to_tsquery('english', ${searchWords(sought)}))`,
    );
  if (only) where.push(Prisma.sql`v.id = ANY(${only}::uuid[])`);
  if (after) where.push(afterPosition(sort, after));
  const order =
    sort === 'newest' ? Prisma.sql`v.listed_at DESC, v.id DESC` : Prisma.sql`v.comment_count DESC, v.id DESC`;
  return rowsOf<ListedRow>(Prisma.sql`
    SELECT v.id, v.slug, v.title, v.source_name AS "sourceName", v.source_feed AS "sourceFeed",
      v.source_url AS "sourceUrl", v.published_at::text AS "publishedAt", v.content->>'publishedText' AS "publishedText",
      v.model, v.model_slug AS "modelSlug", v.feed_slug AS "feedSlug", v.is_sample AS sample, v.comment_count AS "commentCount", v.listed_at AS "listedAt",
      v.state::text AS state, nullif(v.content->'score', 'null') AS score,
      jsonb_path_query_array(v.content, '$.claims[*].origin') AS origins, ${CLAIMS_JSON} AS claims,
      ${BLIND_UNTIL} AS "blindUntil"
    FROM verdicts v WHERE ${Prisma.join(where, ' AND ')} ORDER BY ${order} ${pageLimitOf(limit)}`);
}

/** Feeds with their number of verdicts, largest first; verdicts without a feed don't count. `slug`: of `/sources/{slug}`. */
export async function readSources(): Promise<{ feed: string; slug: string; verdicts: number }[]> {
  return rowsOf(Prisma.sql`
    SELECT source_feed AS feed, feed_slug AS slug, count(*)::int AS verdicts FROM verdicts
    WHERE source_feed IS NOT NULL AND state = 'published' GROUP BY source_feed, feed_slug ORDER BY verdicts DESC, lower(source_feed)`);
}

/**
 * Every change of a verdict increases one of these counters, so the string changes with any of them. A verdict that no
 * longer hides its votes decreases the last one, and a new one increases the first, too.
 */
export async function readListState(): Promise<string> {
  const [row] = await rowsOf<{ state: string }>(Prisma.sql`
    SELECT concat_ws('.', count(*), sum(version), sum(seq), sum(tally_version),
      count(*) FILTER (WHERE ${IS_BLIND_NOW})) AS state FROM verdicts v`);
  return row!.state;
}

function afterPosition(sort: VerdictListing['sort'], { key, id }: ListPosition): Prisma.Sql {
  if (sort === 'newest') return Prisma.sql`(v.listed_at, v.id) < (${key}::timestamptz, ${id}::uuid)`;
  return Prisma.sql`(v.comment_count, v.id) < (${key}::int, ${id}::uuid)`;
}

/** PostgreSQL's parser fails on longer runs of "not" signs. */
const MAX_NOTS = 32;

function searchWords(q: string): string {
  return q.split('-').length - 1 > MAX_NOTS ? q.replaceAll('-', ' ') : q;
}

function containsPattern(q: string): string {
  return `%${q.replace(/[\\%_]/g, '\\$&')}%`;
}
