import { db, type Tx } from '#lib/db/client.server.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import type { ClaimDraft, StructuredVerdict } from './verdict.ts';

export interface VerdictRecord {
  content: StructuredVerdict;
  raw: string | null;
  slugBase: string;
  identity: string;
  contentHash: string;
  claims: (ClaimDraft & { key: string })[];
  /** The date that lists sort by; null for the moment of publishing. */
  sortedBy: Date | null;
  now: Date;
}

export interface Saved {
  slug: string;
  /** A new verdict, a new version of one, or nothing new at all. */
  outcome: 'created' | 'changed' | 'unchanged';
  version: number;
}

/** Somebody else took the identity or the slug between our look and our write; try again and see theirs. */
export class TakenMeanwhile extends Error {}

/** Writes a verdict, a new version of it, or nothing where nothing changed. @throws TakenMeanwhile */
export async function saveVerdict(record: VerdictRecord): Promise<Saved> {
  try {
    return await db().$transaction(async (tx) => {
      const [known] = await tx.$queryRaw<Known[]>`
        SELECT id, slug, version, content_hash AS hash FROM verdicts WHERE identity = ${record.identity} FOR UPDATE`;
      if (!known) return insert(tx, record);
      if (known.hash === record.contentHash)
        return { slug: known.slug, outcome: 'unchanged', version: known.version };
      return addVersion(tx, known, record);
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'P2002') throw new TakenMeanwhile();
    throw error;
  }
}

interface Known {
  id: string;
  slug: string;
  version: number;
  hash: string;
}

async function insert(tx: Tx, record: VerdictRecord): Promise<Saved> {
  const { identity, claims, sortedBy, now } = record;
  const slug = await freeSlug(tx, record.slugBase);
  const verdict = await tx.verdict.create({
    data: { ...columns(record), slug, identity, listedAt: sortedBy ?? now, createdAt: now },
    select: { id: true },
  });
  await keepVersion(tx, { id: verdict.id, version: 1, record });
  await tx.claim.createMany({
    data: claims.map(({ kind, key, label, detail }, position) => ({
      verdictId: verdict.id,
      kind,
      key,
      label,
      detail,
      position,
    })),
  });
  return { slug, outcome: 'created', version: 1 };
}

async function addVersion(tx: Tx, known: Known, record: VerdictRecord): Promise<Saved> {
  const version = known.version + 1;
  // `listedAt` moves only to a date that the text gives: without one, the first publishing stays the verdict's date.
  const listed = record.sortedBy ? { listedAt: record.sortedBy } : {};
  await tx.verdict.update({
    where: { id: known.id },
    data: { ...columns(record), ...listed, version, tallyVersion: { increment: 1 } },
    select: { id: true },
  });
  await keepVersion(tx, { id: known.id, version, record });
  await replaceClaims(tx, known.id, record);
  return { slug: known.slug, outcome: 'changed', version };
}

function columns({ content, contentHash, now }: VerdictRecord) {
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

async function keepVersion(
  tx: Tx,
  { id, version, record }: { id: string; version: number; record: VerdictRecord },
) {
  await tx.verdictVersion.create({
    data: { verdictId: id, version, content: asJson(record.content), raw: record.raw, createdAt: record.now },
    select: { version: true },
  });
}

/** An interface has no index signature, which is all that Prisma's JSON type misses in it. */
function asJson(content: StructuredVerdict): Prisma.InputJsonObject {
  return content as unknown as Prisma.InputJsonObject;
}

/** Claims that stay keep their row, and with it their votes; those that vanish are retired, and come back the same. */
async function replaceClaims(tx: Tx, verdictId: string, { claims, now }: VerdictRecord): Promise<void> {
  await tx.claim.updateMany({ where: { verdictId, retiredAt: null }, data: { retiredAt: now } });
  for (const [position, { kind, key, label, detail }] of claims.entries()) {
    const now = { position, label, detail, retiredAt: null };
    await tx.claim.upsert({
      where: { verdictId_kind_key: { verdictId, kind, key } },
      create: { verdictId, kind, key, ...now },
      update: now,
      select: { id: true },
    });
  }
}

async function freeSlug(tx: Tx, base: string): Promise<string> {
  const like = `${base.replace(/[\\%_]/g, '\\$&')}-%`;
  const taken = await tx.$queryRaw<
    { slug: string }[]
  >`SELECT slug FROM verdicts WHERE slug = ${base} OR slug LIKE ${like}`;
  const slugs = new Set(taken.map(({ slug }) => slug));
  for (let n = 1; ; n++) {
    const slug = n === 1 ? base : `${base}-${n}`;
    if (!slugs.has(slug)) return slug;
  }
}
