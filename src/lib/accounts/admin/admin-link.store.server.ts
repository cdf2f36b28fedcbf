import { db, type Tx } from '#lib/db/client.server.ts';

/** Held to the end of the transaction, so that two concurrent requests can't make two first admins. */
export async function lockAdminLinks(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('copecheck.admin-link'))`;
}

export async function replaceAdminLinks(hash: string, expiresAt: Date, tx: Tx): Promise<void> {
  await deleteAdminLinks(tx);
  await tx.adminLink.create({ data: { hash, expiresAt } });
}

export async function adminLinkIsOpen(hash: string, now: Date, tx: Tx = db()): Promise<boolean> {
  const link = await tx.adminLink.findFirst({
    where: { hash, expiresAt: { gt: now } },
    select: { hash: true },
  });
  return link !== null;
}

export async function deleteAdminLinks(tx: Tx): Promise<void> {
  await tx.adminLink.deleteMany();
}
