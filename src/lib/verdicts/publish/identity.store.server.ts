import { db, type Tx } from '#lib/db/client.server.ts';
import type { EditedVerdict } from '#lib/verdicts/drafts/draft.store.server.ts';
import type { Identities } from '#lib/verdicts/versions/fingerprint.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';

export interface IdentifiedVerdict {
  id: string;
  slug: string;
  version: number;
  hash: string;
  /** Of the last import. */
  importHash: string;
  state: VerdictState;
  /** The verdict has had this content before. */
  knownContent: boolean;
}

/**
 * Locks the verdict that an import is about. The article takes precedence over the text, the text over the content.
 */
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

/** Without a lock: the verdict that this import would probably change. */
export async function readByIdentity(identities: Identities): Promise<EditedVerdict | null> {
  const [known] = await db().$queryRaw<EditedVerdict[]>`
    SELECT v.slug, v.title, v.version, v.state::text AS state
    FROM verdict_identities i JOIN verdicts v ON v.id = i.verdict_id WHERE i.identity = ANY(${hashesOf(identities)})
    ORDER BY array_position(${hashesOf(identities)}, i.identity) LIMIT 1`;
  return known ?? null;
}

/** The slug of another verdict with one of these identities. */
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

/** An identity that another verdict has stays there; with `orThrow`, it throws. */
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
