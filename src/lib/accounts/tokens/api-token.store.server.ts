import { db } from '#lib/db/client.server.ts';

export interface TokenRow {
  id: string;
  name: string;
  hash: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export async function tokenByHash(hash: string): Promise<TokenRow | null> {
  return db().apiToken.findUnique({ where: { hash } });
}

/** @returns false if the name is taken */
export async function insertToken(name: string, hash: string): Promise<boolean> {
  const { count } = await db().apiToken.createMany({ data: [{ name, hash }], skipDuplicates: true });
  return count === 1;
}

/** Records a use, unless one was recorded after `unlessSince`. */
export async function touchToken(id: string, now: Date, unlessSince: Date): Promise<void> {
  await db().apiToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: unlessSince } }] },
    data: { lastUsedAt: now },
  });
}

/** @returns false if there is no such token */
export async function deleteToken(name: string): Promise<boolean> {
  const { count } = await db().apiToken.deleteMany({ where: { name } });
  return count === 1;
}

export async function allTokens(): Promise<TokenRow[]> {
  return db().apiToken.findMany({ orderBy: { createdAt: 'asc' } });
}
