import { db } from '#lib/db/client.server.ts';
import { findConflictingSlug, saveIdentities } from '#lib/verdicts/publish/identity.store.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import { addVersion, type LockedVerdict, type VersionRecord } from './version.store.server.ts';

export type EditResult =
  { outcome: 'changed' | 'unchanged'; version: number } | { outcome: 'not-found' | 'retracted' | 'outdated' };

/** Another verdict has this source and title, or this text. */
export class VerdictConflict extends Error {
  readonly slug: string;

  constructor(slug: string) {
    super(`taken by ${slug}`);
    this.slug = slug;
  }
}

/** Adds a version if the content changed. The slug and the identities stay. @throws VerdictConflict */
export async function saveVerdictEdit(
  slug: string,
  { baseVersion, ...record }: VersionRecord & { baseVersion: number | undefined },
): Promise<EditResult> {
  return db().$transaction(async (tx): Promise<EditResult> => {
    const [known] = await tx.$queryRaw<(LockedVerdict & { state: VerdictState })[]>`
        SELECT id, slug, version, content_hash AS hash, state::text AS state FROM verdicts
        WHERE slug = ${slug} FOR UPDATE`;
    if (!known) return { outcome: 'not-found' };
    if (known.state === 'retracted') return { outcome: 'retracted' };
    // Checked before the version: an edit repeated after a lost response finds what it wrote.
    if (known.hash === record.contentHash) return { outcome: 'unchanged', version: known.version };
    if (baseVersion !== undefined && baseVersion !== known.version) return { outcome: 'outdated' };
    await saveIdentities(tx, known.id, record.identities);
    // Checked after ours are written, to see a verdict written at the same moment.
    const rival = await findConflictingSlug(tx, known.id, record.identities);
    if (rival !== null) throw new VerdictConflict(rival);
    const version = await addVersion(tx, known, { ...record, imported: false });
    return { outcome: 'changed', version };
  });
}
