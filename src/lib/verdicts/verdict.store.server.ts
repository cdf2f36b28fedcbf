import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { ClaimTally } from '#lib/live/events.ts';
import type { VerdictRow } from './verdict-view.ts';

/** What other domains know of a verdict. */
export interface VerdictHead {
  id: string;
  slug: string;
  seq: number;
  tallyVersion: number;
  commentCount: number;
  version: number;
}

/** The current version's claims of the verdict `v`, in order, as JSON: so that a verdict is one query. */
export const CLAIMS_JSON = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('id', c.id, 'kind', c.kind, 'label', c.label, 'detail', c.detail,
    'agree', c.agree, 'disagree', c.disagree, 'counted', v.tally_version) ORDER BY c.position), '[]')
  FROM claims c WHERE c.verdict_id = v.id AND c.retired_at IS NULL
)`;

export async function readVerdictBySlug(slug: string): Promise<VerdictRow | null> {
  const [row] = await rowsOf<VerdictRow>(Prisma.sql`
    SELECT v.id, v.slug, v.version, v.seq, v.tally_version AS "tallyVersion", v.comment_count AS "commentCount",
      v.locked_at IS NOT NULL AS locked, v.content, ${CLAIMS_JSON} AS claims
    FROM verdicts v WHERE v.slug = ${slug}`);
  return row ?? null;
}

export async function readHead(slug: string): Promise<VerdictHead | null> {
  const [head] = await readHeads([slug]);
  return head ?? null;
}

/** Every page that a stranger reads asks this, and nothing else. */
export async function readHeads(slugs: string[]): Promise<VerdictHead[]> {
  if (slugs.length === 0) return [];
  return rowsOf<VerdictHead>(Prisma.sql`
    SELECT id, slug, seq, tally_version AS "tallyVersion", comment_count AS "commentCount", version
    FROM verdicts WHERE slug = ANY(${slugs})`);
}

export async function readClaimTallies(verdictId: string): Promise<ClaimTally[]> {
  return rowsOf<ClaimTally>(Prisma.sql`
    SELECT c.id, c.agree, c.disagree, v.tally_version AS counted FROM claims c JOIN verdicts v ON v.id = c.verdict_id
    WHERE c.verdict_id = ${verdictId}::uuid AND c.retired_at IS NULL ORDER BY c.position`);
}
