import { db, type Tx } from '#lib/db/client.server.ts';

export async function insertErasedName(hash: string, tx: Tx): Promise<void> {
  await tx.erasedName.createMany({ data: [{ hash }], skipDuplicates: true });
}

export async function hasErasedName(hash: string): Promise<boolean> {
  return (await db().erasedName.findUnique({ where: { hash } })) !== null;
}
