import { Prisma } from '#lib/db/generated/client.ts';
import { pageLimitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';

export interface VersionRow {
  version: number;
  at: Date;
  note: string | null;
}

export interface WholeVersionRow extends VersionRow {
  content: StructuredVerdict;
}

export interface VersionedRow {
  id: string;
  slug: string;
  title: string;
  version: number;
  state: VerdictState;
}

export async function readVersioned(slug: string): Promise<VersionedRow | null> {
  const [row] = await rowsOf<VersionedRow>(Prisma.sql`
    SELECT id, slug, title, version, state::text AS state FROM verdicts
    WHERE slug = ${slug}`);
  return row ?? null;
}

/** Newest first, below version `before`. Returns one row more than `limit` if there are more. */
export async function readVersions(
  verdictId: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<VersionRow[]> {
  return rowsOf<VersionRow>(Prisma.sql`
    SELECT version, created_at AS at, note FROM verdict_versions
    WHERE verdict_id = ${verdictId}::uuid AND (${before}::int IS NULL OR version < ${before}::int)
    ORDER BY version DESC ${pageLimitOf(limit)}`);
}

export async function readWholeVersions(verdictId: string, versions: number[]): Promise<WholeVersionRow[]> {
  return rowsOf<WholeVersionRow>(Prisma.sql`
    SELECT version, created_at AS at, note, content FROM verdict_versions
    WHERE verdict_id = ${verdictId}::uuid AND version = ANY(${versions}) ORDER BY version`);
}
