import type { PendingErasure } from '#lib/actor.ts';
import { log } from '#lib/log.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { clearErasure } from './erasure.store.server.ts';

/** Cancels the deletion. Restrictions are unchanged. @throws Refusal `account-erased` if the seven days are over */
export async function restoreAccount({ id }: PendingErasure, now: Date): Promise<void> {
  if (!(await clearErasure(id, now))) throw new Refusal('account-erased');
  log.info({ account: id }, 'an account was restored');
}
