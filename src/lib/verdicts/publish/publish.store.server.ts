import { db, type Tx } from '#lib/db/client.server.ts';
import { findByIdentity, saveIdentities, type IdentifiedVerdict } from './identity.store.server.ts';
import {
  addVersion,
  verdictColumns,
  insertVersion,
  rethrowingConflict,
  type VersionRecord,
} from '#lib/verdicts/versions/version.store.server.ts';
import { saveHeadline } from '#lib/verdicts/versions/headline.store.server.ts';

export interface VerdictRecord extends VersionRecord {
  slugBase: string;
}

export interface SaveResult {
  slug: string;
  /** `retracted`: an import doesn't change a retracted verdict. */
  outcome: 'created' | 'changed' | 'unchanged' | 'retracted';
  version: number;
}

/** @throws UniqueKeyConflict */
export async function saveVerdict(record: VerdictRecord): Promise<SaveResult> {
  return rethrowingConflict(
    db().$transaction(async (tx) => {
      const known = await findByIdentity(tx, record.identities);
      return known ? updateVerdict(tx, known, record) : insertVerdict(tx, record);
    }),
  );
}

async function updateVerdict(tx: Tx, known: IdentifiedVerdict, record: VerdictRecord): Promise<SaveResult> {
  const { slug, version } = known;
  if (known.state === 'retracted') return { slug, outcome: 'retracted', version };
  await saveIdentities(tx, known.id, record.identities);
  // Without a source, content that the verdict once had is an old import repeated, not a newer one.
  const sameImport = record.identities.article === null && known.knownContent;
  if (sameImport || known.importHash === record.contentHash) return { slug, outcome: 'unchanged', version };
  if (known.hash === record.contentHash) {
    await tx.verdict.update({
      where: { id: known.id },
      data: { importHash: record.contentHash },
      select: { id: true },
    });
    return { slug, outcome: 'unchanged', version };
  }
  return { slug, outcome: 'changed', version: await addVersion(tx, known, { ...record, imported: true }) };
}

async function insertVerdict(tx: Tx, record: VerdictRecord): Promise<SaveResult> {
  const { contentHash, identities, claims, sortedBy, now } = record;
  const slug = await freeSlug(tx, record.slugBase);
  const verdict = await tx.verdict.create({
    data: {
      ...verdictColumns(record),
      slug,
      importHash: contentHash,
      listedAt: sortedBy ?? now,
      createdAt: now,
    },
    select: { id: true },
  });
  await saveIdentities(tx, verdict.id, identities, { orThrow: true });
  await insertVersion(tx, { id: verdict.id, version: 1, record });
  await tx.claim.createMany({
    data: claims.map(({ kind, key, label, detail }, position) => ({
      ...{ verdictId: verdict.id, kind, key, label, detail, position },
    })),
  });
  await saveHeadline(tx, verdict.id, record);
  return { slug, outcome: 'created', version: 1 };
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
