import { db } from '#lib/db/client.server.ts';
import { findConflictingSlug, saveIdentities } from '#lib/verdicts/publish/identity.store.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import { addVersion, type LockedVerdict, type VersionRecord } from './version.store.server.ts';

export type EditResult =
  { outcome: 'changed' | 'unchanged'; version: number } | { outcome: 'not-found' | 'retracted' | 'outdated' };

/** Another verdict has this source and title, or this very text. */
export class VerdictConflict extends Error {
  readonly slug: string;

  constructor(slug: string) {
    super(`taken by ${slug}`);
    this.slug = slug;
  }
}

/**
 * Writes a new version of the verdict at `slug`, or nothing where nothing changed. `baseVersion`: the one that the
 * editor started from. The slug stays, and the identities that the verdict had. @throws TakenBy
 */
export async function saveEdit(
  slug: string,
  { baseVersion, ...record }: VersionRecord & { baseVersion: number | undefined },
): Promise<EditResult> {
  return db().$transaction(async (tx): Promise<EditResult> => {
    const [known] = await tx.$queryRaw<(LockedVerdict & { state: VerdictState })[]>`
        SELECT id, slug, version, content_hash AS hash, state::text AS state FROM verdicts
        WHERE slug = ${slug} FOR UPDATE`;
    if (!known) return { outcome: 'not-found' };
    if (known.state === 'retracted') return { outcome: 'retracted' };
    // Before the version: an edit that is sent again after a lost response finds what it wrote.
    if (known.hash === record.contentHash) return { outcome: 'unchanged', version: known.version };
    if (baseVersion !== undefined && baseVersion !== known.version) return { outcome: 'outdated' };
    await saveIdentities(tx, known.id, record.identities);
    // After ours are written: a rival that wrote at the same moment is seen as well.
    const rival = await findConflictingSlug(tx, known.id, record.identities);
    if (rival !== null) throw new VerdictConflict(rival);
    const version = await addVersion(tx, known, { ...record, imported: false });
    return { outcome: 'changed', version };
  });
}
