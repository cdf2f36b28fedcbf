import type { Tx } from '#lib/db/client.server.ts';
import { dropAllClaims } from '#lib/moderation/cases/lease.store.server.ts';
import { publishCases } from '#lib/moderation/cases/publish-cases.server.ts';

/** Releases every case that this moderator has open. @returns what tells the queue, after the commit */
export async function releaseClaims(
  { id, username }: { id: string; username: string },
  now: Date,
  tx: Tx,
): Promise<() => Promise<void>> {
  const ids = await dropAllClaims(id, tx);
  return async () => {
    if (ids.length > 0) await publishCases(ids, { what: 'released', by: username, now });
  };
}
