import { db } from '#lib/db/client.server.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import { literally } from '#lib/db/like.ts';
import type { Correction } from '#lib/verdicts/parse/parsed-page.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';

export interface DraftContent {
  source: string;
  corrections: Correction[];
  title: string;
}

export interface NewDraft extends DraftContent {
  fileName: string | null;
  verdictId: string | null;
  baseVersion: number | null;
  createdById: string;
  now: Date;
}

export interface DraftRow extends DraftContent, ListedDraft {
  fileName: string | null;
  baseVersion: number | null;
  note: string;
}

export interface ListedDraft {
  id: string;
  title: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  createdBy: { username: string | null } | null;
  verdict: EditedVerdict | null;
}

export interface EditedVerdict {
  slug: string;
  title: string;
  version: number;
  state: VerdictState;
}

const LISTED = {
  id: true,
  title: true,
  version: true,
  createdAt: true,
  updatedAt: true,
  createdBy: { select: { username: true } },
  verdict: { select: { slug: true, title: true, version: true, state: true } },
} as const;

export async function insertDraft({ now, ...draft }: NewDraft): Promise<string> {
  const { id } = await db().verdictDraft.create({
    data: { ...draft, corrections: asJson(draft.corrections), createdAt: now, updatedAt: now },
    select: { id: true },
  });
  return id;
}

export async function readDraft(id: string): Promise<DraftRow | null> {
  const row = await db().verdictDraft.findUnique({
    where: { id },
    select: { ...LISTED, source: true, fileName: true, corrections: true, baseVersion: true, note: true },
  });
  // Only this store writes the column.
  return row && { ...row, corrections: row.corrections as unknown as Correction[] };
}

/** False if the draft is gone or at another version. */
export async function updateDraft(
  { id, version }: { id: string; version: number },
  { corrections, ...changes }: Partial<DraftContent & { note: string; baseVersion: number }>,
  now: Date,
): Promise<boolean> {
  const data = { ...changes, ...(corrections ? { corrections: asJson(corrections) } : {}) };
  const { count } = await db().verdictDraft.updateMany({
    where: { id, version },
    data: { ...data, updatedAt: now, version: { increment: 1 } },
  });
  return count === 1;
}

/** False if the draft is gone or at another version. */
export async function removeDraft({ id, version }: { id: string; version: number }): Promise<boolean> {
  const { count } = await db().verdictDraft.deleteMany({ where: { id, version } });
  return count === 1;
}

/** Last changed first, after `before`. */
export async function draftPage(
  { q, before }: { q: string | undefined; before: { updatedAt: Date; id: string } | null },
  take: number,
): Promise<ListedDraft[]> {
  const older = before && {
    OR: [{ updatedAt: { lt: before.updatedAt } }, { updatedAt: before.updatedAt, id: { lt: before.id } }],
  };
  return db().verdictDraft.findMany({
    where: { ...(q ? { title: { contains: literally(q), mode: 'insensitive' } } : {}), ...older },
    select: LISTED,
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take,
  });
}

export interface Editable {
  id: string;
  version: number;
  state: VerdictState;
  title: string;
  content: StructuredVerdict;
  /** Null: it was published as JSON. */
  raw: string | null;
  corrections: Correction[] | null;
}

export async function readEditable(slug: string): Promise<Editable | null> {
  const [row] = await db().$queryRaw<Editable[]>`
    SELECT v.id, v.version, v.state::text AS state, v.title, w.content, w.raw, w.corrections
    FROM verdicts v JOIN verdict_versions w ON w.verdict_id = v.id AND w.version = v.version WHERE v.slug = ${slug}`;
  return row ?? null;
}

export async function draftOfVersion(verdictId: string, baseVersion: number): Promise<string | null> {
  const draft = await db().verdictDraft.findFirst({
    where: { verdictId, baseVersion },
    orderBy: { updatedAt: 'desc' },
    select: { id: true },
  });
  return draft?.id ?? null;
}

/** Prisma's JSON type needs an index signature, which an interface lacks. */
function asJson(corrections: Correction[]): Prisma.InputJsonArray {
  return corrections as unknown as Prisma.InputJsonArray;
}
