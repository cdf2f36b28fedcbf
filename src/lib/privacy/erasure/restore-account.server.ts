import type { PendingErasure } from '#lib/actor.ts';
import { log } from '#lib/log.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { clearErasure } from './erasure.store.server.ts';

/**
 * Ends the deletion of an account: everything is as before, restrictions included.
 * @throws Refusal `account-erased` where the seven days are over
 */
export async function restoreAccount({ id }: PendingErasure, now: Date): Promise<void> {
  if (!(await clearErasure(id, now))) throw new Refusal('account-erased');
  log.info({ account: id }, 'an account was restored');
}
