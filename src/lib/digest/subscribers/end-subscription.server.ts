import type { Tx } from '#lib/db/client.server.ts';
import { eraseMailsTo } from '#lib/mail/queue-mail.server.ts';
import { findActiveEmail, markEnded } from './subscriber.store.server.ts';
import type { EndReason } from './subscription.ts';

/**
 * Ends a subscription in the caller's transaction: its address is forgotten, and mails of The Cope Report that wait for
 * it are cancelled. Mail about an account with the same address is left alone.
 * @returns whether it had not ended before
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
