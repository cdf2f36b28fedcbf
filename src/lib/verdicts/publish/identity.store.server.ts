import { db, type Tx } from '#lib/db/client.server.ts';
import type { EditedVerdict } from '#lib/verdicts/drafts/draft.store.server.ts';
import type { Identities } from '#lib/verdicts/versions/fingerprint.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';

export interface IdentifiedVerdict {
  id: string;
  slug: string;
  version: number;
  hash: string;
  /** Of what was last imported. */
  importHash: string;
  state: VerdictState;
  /** The verdict had this very content before. */
  knownContent: boolean;
}

/** The verdict that an import is about, locked; the article decides before the text, the text before the content. */
export async function findByIdentity(tx: Tx, identities: Identities): Promise<IdentifiedVerdict | null> {
  const [known] = await tx.$queryRaw<IdentifiedVerdict[]>`
    SELECT v.id, v.slug, v.version, v.content_hash AS hash, v.import_hash AS "importHash", v.state::text AS state,
      EXISTS (
        SELECT 1 FROM verdict_identities c WHERE c.identity = ${identities.content} AND c.verdict_id = v.id
      ) AS "knownContent"
    FROM verdict_identities i JOIN verdicts v ON v.id = i.verdict_id WHERE i.identity = ANY(${hashesOf(identities)})
    ORDER BY array_position(${hashesOf(identities)}, i.identity) LIMIT 1 FOR UPDATE OF v`;
  return known ?? null;
}

/** The verdict that importing this would change, as far as one can tell beforehand. */
export async function readByIdentity(identities: Identities): Promise<EditedVerdict | null> {
  const [known] = await db().$queryRaw<EditedVerdict[]>`
    SELECT v.slug, v.title, v.version, v.state::text AS state
    FROM verdict_identities i JOIN verdicts v ON v.id = i.verdict_id WHERE i.identity = ANY(${hashesOf(identities)})
    ORDER BY array_position(${hashesOf(identities)}, i.identity) LIMIT 1`;
  return known ?? null;
}

/** Another verdict that has one of these identities. */
export async function findConflictingSlug(
  tx: Tx,
  id: string,
  identities: Identities,
): Promise<string | null> {
  const [rival] = await tx.$queryRaw<{ slug: string }[]>`
    SELECT v.slug FROM verdict_identities i JOIN verdicts v ON v.id = i.verdict_id
    WHERE i.identity = ANY(${hashesOf(identities)}) AND v.id <> ${id}::uuid LIMIT 1`;
  return rival?.slug ?? null;
}

/** Adds identities to a verdict. Those it has are kept; one of another verdict stays there, or throws (`orThrow`). */
export async function saveIdentities(
  tx: Tx,
  verdictId: string,
  identities: Identities,
  { orThrow = false } = {},
): Promise<void> {
  const data = hashesOf(identities).map((identity) => ({ identity, verdictId }));
  await tx.verdictIdentity.createMany({ data, skipDuplicates: !orThrow });
}

function hashesOf({ article, text, content }: Identities): string[] {
  return [article, text, content].filter((identity) => identity !== null);
}
