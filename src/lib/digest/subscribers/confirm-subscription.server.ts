import { Refusal } from '#lib/refusal.ts';
import { hashedLinkSecret } from '#lib/secret-link.server.ts';
import { confirmByHash, isConfirmLinkValid } from './subscriber.store.server.ts';
import { forwardSoon } from './forward-subscribers.server.ts';

/**
 * Confirms a subscription by its link's token. Idempotent until the subscription ends.
 * @returns the subscriber's id
 * @throws Refusal `confirm-link-void`
 */
export async function confirmSubscription(token: string, now: Date): Promise<string> {
  const id = await confirmByHash(hashedLinkSecret(token), now);
  if (id === null) throw new Refusal('confirm-link-void');
  forwardSoon();
  return id;
}

/** Changes nothing. @throws Refusal `confirm-link-void` */
export async function refuseVoidConfirmLink(token: string, now: Date): Promise<void> {
  if (!(await isConfirmLinkValid(hashedLinkSecret(token), now))) throw new Refusal('confirm-link-void');
}
