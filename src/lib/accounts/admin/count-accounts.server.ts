import { requireAdmin, type Actor } from '#lib/actor.ts';
import { readAccountCounts, type AccountCounts } from '#lib/accounts/user.store.server.ts';

export type { AccountCounts };

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function countAccounts(actor: Actor | null): Promise<AccountCounts> {
  requireAdmin(actor);
  return readAccountCounts();
}
