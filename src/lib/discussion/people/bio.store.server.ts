import { db, type Tx } from '#lib/db/client.server.ts';

export async function readBio(id: string): Promise<string | null> {
  return (await db().user.findUniqueOrThrow({ where: { id }, select: { bio: true } })).bio;
}

/** @returns false if there is nothing to change */
export async function setBio(id: string, bio: string | null, tx: Tx = db()): Promise<boolean> {
  const differs = bio === null ? { bio: { not: null } } : { OR: [{ bio: null }, { bio: { not: bio } }] };
  return (await tx.user.updateMany({ where: { id, ...differs }, data: { bio } })).count === 1;
}
