import type { Tx } from '#lib/db/client.server.ts';
import { eraseMailsTo } from '#lib/mail/queue-mail.server.ts';
import { findActiveEmail, markEnded } from './subscriber.store.server.ts';
import type { EndReason } from './subscription.ts';

/**
 * Ends a subscription in the caller's transaction, erases its address, and cancels its pending issues. Account mail
 * to the same address isn't affected.
 * @returns whether it was active
 */
export async function endSubscription(
  id: string,
  { reason, now }: { reason: EndReason; now: Date },
  tx: Tx,
): Promise<boolean> {
  const email = await findActiveEmail(id, tx);
  if (!(await markEnded(id, reason, now, tx))) return false;
  if (email !== null) await eraseMailsTo(email, tx, { kinds: ['report-confirm', 'report-issue'] });
  return true;
}
