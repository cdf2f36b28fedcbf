import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { BLIND_HOURS } from '#lib/verdicts/blind.ts';
import { LEAST_VOTES, type ScorecardAddress, type ScorecardKind, type ScorecardLink } from './scorecard.ts';
import type { ScorecardRow } from './scorecard-view.ts';

const MOST_LABELS = limitOf(8);
const MOST_CONTESTED = limitOf(5);
const MOST_CHANGED = limitOf(3);
const MOST_LATEST = limitOf(10);
const MOST_LINKS = limitOf(40);

/** After publication, in which readers vote without seeing a tally. */
const BLIND = Prisma.raw(`interval '${BLIND_HOURS} hours'`);

/** Its verdicts, without those that only admins see. */
function verdictsOf({ kind, slug }: ScorecardAddress): Prisma.Sql {
  return Prisma.sql`
    SELECT v.id, v.slug, v.title, v.listed_at, v.version, v.state::text AS state, v.is_sample,
      v.created_at > now() - ${BLIND} AS recent
    FROM verdicts v WHERE ${COLUMNS[kind]} = ${slug} AND v.state <> 'unpublished'`;
}

const COLUMNS: Record<ScorecardKind, Prisma.Sql> = {
  model: Prisma.sql`v.model_slug`,
  feed: Prisma.sql`v.feed_slug`,
};

/**
 * The current claims of published verdicts, with the counts that their pages show: held and silenced votes aren't in them.
 * `kind` is the same for scores of one band, and for all assumptions.
 */
const JUDGED = Prisma.sql`
  SELECT m.id AS verdict_id, m.slug, m.title, m.listed_at, c.id, c.label, c.agree, c.disagree,
    c.kind = 'assumption' AS assumed,
    CASE WHEN c.kind = 'assumption' THEN ''
      WHEN c.label !~ '^[0-9]' THEN c.key
      WHEN c.label ~ '^[0-9.,]+/[0-9.,]+ \\(.+\\)$' THEN lower(regexp_replace(c.label, '^[^(]+\\((.+)\\)$', '\\1'))
      WHEN c.label ~ '^[0-9.,]+/[0-9.,]+$' THEN '/' ELSE c.key END AS kind
  FROM mine m JOIN claims c ON c.verdict_id = m.id
  WHERE m.state = 'published' AND NOT m.recent AND c.retired_at IS NULL`;

const EDITED = Prisma.sql`state = 'published' AND version > 1 AND EXISTS (
  SELECT 1 FROM verdict_versions e WHERE e.verdict_id = mine.id AND e.version > 1 AND e.note IS NOT NULL)`;

/** A challenge has a version if the verdict was changed for it. Those that readers can’t read don’t count. */
const CHALLENGED = Prisma.sql`id IN (
  SELECT m.verdict_id FROM challenges h JOIN comments m ON m.id = h.comment_id
  WHERE h.verdict_version IS NOT NULL AND m.status = 'visible')`;

const VERDICTS = Prisma.sql`
  SELECT json_build_object('published', count(*) FILTER (WHERE state = 'published'),
    'retracted', count(*) FILTER (WHERE state = 'retracted'),
    'recent', count(*) FILTER (WHERE state = 'published' AND recent),
    'first', min(${dayOf(Prisma.sql`listed_at`)}), 'last', max(${dayOf(Prisma.sql`listed_at`)}),
    'amended', count(*) FILTER (WHERE ${EDITED}),
    'challenged', count(*) FILTER (WHERE ${EDITED} AND ${CHALLENGED}))
  FROM mine`;

/** Of the judged claims, the verdicts that votes come from. */
const WITH_VOTES = Prisma.sql`count(DISTINCT verdict_id) FILTER (WHERE agree + disagree > 0)`;

const MONTHS = Prisma.sql`
  SELECT coalesce(json_agg(period), '[]') FROM (
    SELECT to_char(listed_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, ${WITH_VOTES} AS verdicts,
      sum(agree) AS agree, sum(disagree) AS disagree
    FROM judged WHERE NOT assumed GROUP BY 1
  ) period`;

/**
 * Rejected by more than half of the votes. By the lower end of the interval, so that few votes don't put a label first:
 * `wilson_lower` is that of `wilsonInterval` at 95 %.
 */
const LABELS = Prisma.sql`
  SELECT coalesce(json_agg(labelled), '[]') FROM (
    SELECT CASE WHEN NOT assumed THEN max(label) END AS label, ${WITH_VOTES} AS verdicts,
      sum(agree) AS agree, sum(disagree) AS disagree
    FROM judged GROUP BY assumed, kind HAVING sum(agree + disagree) >= ${LEAST_VOTES}::int AND sum(disagree) > sum(agree)
    ORDER BY wilson_lower(sum(disagree), sum(agree + disagree)) DESC, assumed, kind ${MOST_LABELS}
  ) labelled`;

/** With a smaller minority, readers agree with each other. */
const LEAST_MINORITY = Prisma.sql`0.25`;

/** By the lower end of the interval of the smaller side. */
const CONTESTED = Prisma.sql`
  SELECT coalesce(json_agg(json_build_object('slug', slug, 'title', title, 'label', label, 'agree', agree,
    'disagree', disagree) ORDER BY divided DESC, slug), '[]') FROM (
    SELECT * FROM (
      SELECT DISTINCT ON (verdict_id) *, wilson_lower(least(agree, disagree), agree + disagree) AS divided
      FROM judged WHERE NOT assumed AND agree + disagree >= ${LEAST_VOTES}::int AND least(agree, disagree) >= ${LEAST_MINORITY} * (agree + disagree)
      ORDER BY verdict_id, divided DESC, id
    ) claim ORDER BY divided DESC, slug ${MOST_CONTESTED}
  ) verdict`;

/**
 * Changes that chance doesn't explain, by the end of the interval that is nearer to no change. Of all claims, because readers
 * change their minds on assumptions too.
 */
const CHANGED = Prisma.sql`
  SELECT coalesce(json_agg(jsonb_build_object('slug', slug, 'title', title, 'kind', kind, 'label', label) || minds
    ORDER BY surely DESC, change DESC, id), '[]') FROM (
    SELECT c.id, m.slug, m.title, c.kind, c.label, c.minds,
      greatest((c.minds->>'low')::float8, -(c.minds->>'high')::float8) AS surely,
      abs((c.minds->>'after')::float8 - (c.minds->>'before')::float8) AS change
    FROM mine m JOIN claims c ON c.verdict_id = m.id
    WHERE m.state = 'published' AND NOT m.recent AND c.retired_at IS NULL AND jsonb_typeof(c.minds) = 'object'
      AND ((c.minds->>'low')::float8 > 0 OR (c.minds->>'high')::float8 < 0)
    ORDER BY surely DESC, change DESC, c.id ${MOST_CHANGED}
  ) claim`;

const LATEST = Prisma.sql`
  SELECT coalesce(json_agg(json_build_object('slug', slug, 'title', title, 'date', ${dayOf(Prisma.sql`listed_at`)},
    'dateText', (SELECT v.content->>'publishedText' FROM verdicts v WHERE v.id = latest.id AND v.published_at IS NULL),
    'sample', is_sample, 'classifications', (
      SELECT coalesce(json_agg(c.label ORDER BY c.position), '[]') FROM claims c
      WHERE c.verdict_id = latest.id AND c.kind = 'classification' AND c.retired_at IS NULL)
    ) ORDER BY listed_at DESC, id DESC), '[]') FROM (
    SELECT * FROM mine WHERE state = 'published' ORDER BY listed_at DESC, id DESC ${MOST_LATEST}
  ) latest`;

function dayOf(time: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD')`;
}

/** Null: no verdict that readers see. */
export async function readScorecard(address: ScorecardAddress): Promise<ScorecardRow | null> {
  const [row] = await rowsOf<ScorecardRow>(Prisma.sql`
    WITH mine AS MATERIALIZED (${verdictsOf(address)}), judged AS MATERIALIZED (${JUDGED})
    SELECT s.name, (${VERDICTS}) AS verdicts, (${MONTHS}) AS months, (${LABELS}) AS labels,
      (${CONTESTED}) AS contested, (${CHANGED}) AS changed, (${LATEST}) AS latest
    FROM scorecard_slugs s WHERE s.kind = ${address.kind} AND s.slug = ${address.slug} AND EXISTS (SELECT 1 FROM mine)`);
  return row ?? null;
}

/** Models and feeds with most published verdicts. */
export async function readScorecardLinks(): Promise<ScorecardLink[]> {
  return (await Promise.all([readLinks('model'), readLinks('feed')])).flat();
}

function readLinks(kind: ScorecardKind): Promise<ScorecardLink[]> {
  return rowsOf(Prisma.sql`
    SELECT s.kind, s.slug, s.name, count(*)::int AS verdicts
    FROM verdicts v JOIN scorecard_slugs s ON s.kind = ${kind} AND s.slug = ${COLUMNS[kind]}
    WHERE v.state = 'published' GROUP BY s.kind, s.slug ORDER BY verdicts DESC, s.slug ${MOST_LINKS}`);
}
