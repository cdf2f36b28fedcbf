import type { RequestContext } from '#lib/request-context.ts';
import { requireAdmin } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { resetFailed } from './mail-list.store.server.ts';

/**
 * Delivers a failed mail again, with all attempts of a new one.
 * @throws Refusal `sign-in-first`, `forbidden`, `not-found` (it hasn't failed, or was retried already)
 */
export async function retryMail(id: string, { actor }: Pick<RequestContext, 'actor'>): Promise<void> {
  requireAdmin(actor);
  if (!(await resetFailed(id))) throw new Refusal('not-found');
}
