import { randomBytes } from 'node:crypto';
import { db, type Tx } from './client.server.ts';

const LENGTH = 32;

const known = new Map<string, Buffer>();

/**
 * A secret of this site for one purpose, such as keyed hashes of addresses. It is created at its first use, is the same
 * in every process, and never changes. It is stored in the database, and so in backups.
 */
export async function siteKey(name: string, tx: Tx = db()): Promise<Buffer> {
  const cached = known.get(name);
  if (cached) return cached;
  await tx.siteKey.createMany({ data: [{ name, key: randomBytes(LENGTH) }], skipDuplicates: true });
  const { key } = await tx.siteKey.findUniqueOrThrow({ where: { name } });
  const found = Buffer.from(key);
  // A transaction may still be rolled back.
  if (tx === db()) known.set(name, found);
  return found;
}
