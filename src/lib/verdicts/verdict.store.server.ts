import type { Actor } from '#lib/actor.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { ClaimTally } from '#lib/live/events.ts';
import { BLIND_HOURS } from './blind.ts';
import type { VerdictState } from './verdict-state.ts';
import type { VerdictRow } from './verdict-view.ts';

export interface VerdictHead {
  id: string;
  slug: string;
  seq: number;
  tallyVersion: number;
  commentCount: number;
  version: number;
  state: VerdictState;
  /** Pages hide its tallies. */
  blind: boolean;
  /** Votes on the headline claim of the side with fewer. */
  smallerCamp: number;
}

const BLIND_FOR = Prisma.raw(`interval '${BLIND_HOURS} hours'`);

/** SQL: whether pages hide the tallies of a verdict at `now`. */
export const isBlind = (createdAt: Prisma.Sql, now: Prisma.Sql) =>
  Prisma.sql`(${now} < ${createdAt} + ${BLIND_FOR})`;

/**
 * Whether pages hide the tallies of the verdict `v` now. By the database's clock, also in the states of cached pages: a
 * page that hides them isn't kept for a later state.
 */
export const IS_BLIND_NOW = isBlind(Prisma.sql`v.created_at`, Prisma.sql`now()`);

/** Until when; null: they are shown. */
export const BLIND_UNTIL = Prisma.sql`CASE WHEN ${IS_BLIND_NOW} THEN v.created_at + ${BLIND_FOR} END`;

/** Mirrors `isVisible` in verdict-state.ts. */
export function visibleTo(actor: Actor | null): Prisma.Sql {
  return actor?.role === 'admin' ? Prisma.sql`true` : Prisma.sql`v.state <> 'unpublished'`;
}

/** More would push the text of a page apart. */
const EARLIER = limitOf(5);

/** The earlier wordings of the claim `c`, the latest first, with their votes. */
const EARLIER_JSON = Prisma.sql`(
  SELECT json_agg(json_build_object('label', e.label, 'agree', e.agree, 'disagree', e.disagree, 'until', e.until_version,
    'at', e.retired_at))
  FROM (SELECT * FROM claims WHERE replaced_by = c.id AND retired_at IS NOT NULL ORDER BY until_version DESC ${EARLIER}) e)`;

/** As JSON, so that reading a verdict is one query. */
export const CLAIMS_JSON = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('id', c.id, 'kind', c.kind, 'label', c.label, 'detail', c.detail,
    'agree', c.agree, 'disagree', c.disagree, 'counted', v.tally_version, 'minds', c.minds, 'rejection',
    CASE WHEN c.rejection_headline = v.headline_id THEN c.rejection END,
    'earlier', CASE WHEN v.version > 1 THEN ${EARLIER_JSON} END) ORDER BY c.position), '[]')
  FROM claims c WHERE c.verdict_id = v.id AND c.retired_at IS NULL
)`;

/** Null for the first version. */
const EDITION_JSON = Prisma.sql`CASE WHEN v.version > 1 THEN (
  SELECT json_build_object('at', e.created_at, 'note', e.note) FROM verdict_versions e
  WHERE e.verdict_id = v.id AND e.version = v.version
) END`;

/** `actor`: who must be allowed to see it. */
export async function readVerdictBySlug(
  slug: string,
  actor: Actor | null | 'operator',
): Promise<VerdictRow | null> {
  const visible = actor === 'operator' ? Prisma.sql`true` : visibleTo(actor);
  const [row] = await rowsOf<VerdictRow>(Prisma.sql`
    SELECT v.id, v.slug, v.version, v.seq, v.tally_version AS "tallyVersion", v.comment_count AS "commentCount",
      v.locked_at IS NOT NULL AS locked, v.state::text AS state, v.state_note AS "stateNote", v.state_at AS "stateAt",
      v.model_slug AS "modelSlug", v.feed_slug AS "feedSlug",
      v.content, ${CLAIMS_JSON} AS claims, ${EDITION_JSON} AS edition,
      ${BLIND_UNTIL} AS "blindUntil"
    FROM verdicts v WHERE v.slug = ${slug} AND ${visible}`);
  return row ?? null;
}

export async function readHead(slug: string, actor: Actor | null): Promise<VerdictHead | null> {
  const [head] = await readHeads([slug], actor);
  return head ?? null;
}

/** The only query of every anonymous page view. */
export async function readHeads(slugs: string[], actor: Actor | null): Promise<VerdictHead[]> {
  if (slugs.length === 0) return [];
  return rowsOf<VerdictHead>(Prisma.sql`
    SELECT v.id, v.slug, v.seq, v.tally_version AS "tallyVersion", v.comment_count AS "commentCount", v.version,
      v.state::text AS state, ${IS_BLIND_NOW} AS blind,
      coalesce((SELECT least(c.agree, c.disagree) FROM claims c WHERE c.id = v.headline_id), 0) AS "smallerCamp"
    FROM verdicts v WHERE v.slug = ANY(${slugs}) AND ${visibleTo(actor)}`);
}

export async function readClaimTallies(verdictId: string): Promise<ClaimTally[]> {
  return rowsOf<ClaimTally>(Prisma.sql`
    SELECT c.id, c.agree, c.disagree, v.tally_version AS counted FROM claims c JOIN verdicts v ON v.id = c.verdict_id
    WHERE c.verdict_id = ${verdictId}::uuid AND c.retired_at IS NULL ORDER BY c.position`);
}
