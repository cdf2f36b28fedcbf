import type { Tx } from '#lib/db/client.server.ts';
import { dropAllLeases } from '#lib/moderation/cases/lease.store.server.ts';
import { publishCases } from '#lib/moderation/cases/publish-cases.server.ts';

/** Releases all leases of this account. @returns a function that publishes it; call it after the commit */
export async function releaseLeases(
  { id, username }: { id: string; username: string },
  now: Date,
  tx: Tx,
): Promise<() => Promise<void>> {
  const ids = await dropAllLeases(id, tx);
  return () => publishCases(ids, { what: 'released', by: username, now });
}
