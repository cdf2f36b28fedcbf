import type { Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { Identities } from './fingerprint.server.ts';
import { saveHeadline } from './headline.store.server.ts';
import type { Correction } from '#lib/verdicts/parse/parsed-page.ts';
import { successorsOf, type ComparedClaim } from './successors.ts';
import type { ClaimDraft, StructuredVerdict } from '#lib/verdicts/verdict.ts';

export interface VersionRecord {
  content: StructuredVerdict;
  raw: string | null;
  corrections: Correction[] | null;
  /** Null: an import. */
  note: string | null;
  authorId: string | null;
  contentHash: string;
  identities: Identities;
  claims: (ClaimDraft & { key: string })[];
  /** What lists sort by; null if the text has no date. */
  sortedBy: Date | null;
  now: Date;
}

export interface LockedVerdict {
  id: string;
  slug: string;
  version: number;
  /** Of the current content. */
  hash: string;
}

/** Another import took the identity or the slug between our read and our write; a retry sees it. */
export class UniqueKeyConflict extends Error {}

/** @throws UniqueKeyConflict if `write` violates a unique key */
export async function rethrowingConflict<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'P2002') throw new UniqueKeyConflict();
    throw error;
  }
}

/** `imported`: the content is an import, not an edit. */
export async function addVersion(
  tx: Tx,
  known: LockedVerdict,
  { imported, ...record }: VersionRecord & { imported: boolean },
): Promise<number> {
  const version = known.version + 1;
  // Only a date in the text moves `listedAt`; otherwise it stays the date of first publication.
  const listed = record.sortedBy ? { listedAt: record.sortedBy } : {};
  const hash = imported ? { importHash: record.contentHash } : {};
  await tx.verdict.update({
    where: { id: known.id },
    data: { ...verdictColumns(record), ...listed, ...hash, version, tallyVersion: { increment: 1 } },
    select: { id: true },
  });
  await insertVersion(tx, { id: known.id, version, record });
  await replaceClaims(tx, known, record);
  await saveHeadline(tx, known.id, record);
  return version;
}

/** The columns derived from the content. */
export function verdictColumns({ content, contentHash, now }: VersionRecord) {
  return {
    title: content.title,
    sourceName: content.source.name,
    sourceFeed: content.source.feed,
    sourceUrl: content.source.url,
    publishedAt: content.publishedAt === null ? null : new Date(`${content.publishedAt}T00:00:00Z`),
    model: content.model,
    opening: content.opening,
    content: asJson(content),
    contentHash,
    isSample: content.sample,
    updatedAt: now,
  };
}

export async function insertVersion(
  tx: Tx,
  { id, version, record }: { id: string; version: number; record: VersionRecord },
): Promise<void> {
  const { content, raw, corrections, note, authorId, now } = record;
  await tx.verdictVersion.create({
    data: {
      ...{ verdictId: id, version, content: asJson(content), raw, note, authorId, createdAt: now },
      corrections: corrections ? (corrections as unknown as Prisma.InputJsonArray) : Prisma.DbNull,
    },
    select: { version: true },
  });
}

/** Prisma's JSON type needs an index signature, which an interface lacks. */
function asJson(content: StructuredVerdict): Prisma.InputJsonObject {
  return content as unknown as Prisma.InputJsonObject;
}

/**
 * Claims that stay keep their row and votes; missing ones are retired, and return with their votes. A retired one is
 * linked to the new claim that says the same in other words.
 */
async function replaceClaims(
  tx: Tx,
  { id: verdictId, version }: LockedVerdict,
  { claims, now }: VersionRecord,
): Promise<void> {
  const select = { id: true, kind: true, position: true, label: true };
  const before = await tx.claim.findMany({ where: { verdictId, retiredAt: null }, select });
  await tx.claim.updateMany({
    where: { verdictId, retiredAt: null },
    data: { retiredAt: now, untilVersion: version },
  });
  const after: ComparedClaim[] = [];
  for (const [position, { kind, key, label, detail }] of claims.entries()) {
    const made = { position, label, detail, retiredAt: null, untilVersion: null, replacedById: null };
    const where = { verdictId_kind_key: { verdictId, kind, key } };
    const create = { verdictId, kind, key, ...made };
    after.push(await tx.claim.upsert({ where, create, update: made, select }));
  }
  const known = new Set(before.map(({ id }) => id));
  const kept = new Set(after.map(({ id }) => id));
  const retired = before.filter(({ id }) => !kept.has(id));
  const added = after.filter(({ id }) => !known.has(id));
  // With the wordings that it had replaced.
  for (const [id, replacedById] of successorsOf(retired, added))
    await tx.claim.updateMany({
      where: { verdictId, OR: [{ id }, { replacedById: id, retiredAt: { not: null } }] },
      data: { replacedById },
    });
}
