import { db } from '#lib/db/client.server.ts';
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
  const select = { id: true, slug: true, title: true, version: true, state: true };
  return db().verdict.findUnique({ where: { slug }, select });
}

/** Newest first, below version `before`. Returns one row more than `limit` if there are more. */
export async function readVersions(
  verdictId: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<VersionRow[]> {
  const rows = await db().verdictVersion.findMany({
    where: { verdictId, ...(before === null ? {} : { version: { lt: before } }) },
    select: { version: true, createdAt: true, note: true },
    orderBy: { version: 'desc' },
    take: limit + 1,
  });
  return rows.map(({ createdAt, ...row }) => ({ ...row, at: createdAt }));
}

export async function readWholeVersions(verdictId: string, versions: number[]): Promise<WholeVersionRow[]> {
  const rows = await db().verdictVersion.findMany({
    where: { verdictId, version: { in: versions } },
    select: { version: true, createdAt: true, note: true, content: true },
    orderBy: { version: 'asc' },
  });
  // Only this domain writes the column.
  return rows.map(({ createdAt, content, ...row }) => ({
    ...row,
    at: createdAt,
    content: content as unknown as StructuredVerdict,
  }));
}
