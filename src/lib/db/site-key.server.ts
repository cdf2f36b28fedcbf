import { randomBytes } from 'node:crypto';
import { db, type Tx } from './client.server.ts';

const LENGTH = 32;

const known = new Map<string, Buffer>();

/** A secret for one purpose, such as keyed hashes. Created at first use, the same in every process, and never changed. */
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
