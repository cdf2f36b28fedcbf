import { randomBytes } from 'node:crypto';
import { db, type Tx } from './client.server.ts';

/** Bytes of a key: as many as SHA-256 gives. */
const LENGTH = 32;

const kept = new Map<string, Buffer>();

/**
 * A secret of this site for one purpose, such as keyed hashes of addresses. It is made at its first use, is the same in
 * every process, and never changes. It is stored in the database, so a backup holds it too.
 */
export async function siteKey(name: string, tx: Tx = db()): Promise<Buffer> {
  const known = kept.get(name);
  if (known) return known;
  await tx.siteKey.createMany({ data: [{ name, key: randomBytes(LENGTH) }], skipDuplicates: true });
  const { key } = await tx.siteKey.findUniqueOrThrow({ where: { name } });
  const found = Buffer.from(key);
  // One of a transaction that is still open may be rolled back.
  if (tx === db()) kept.set(name, found);
  return found;
}
