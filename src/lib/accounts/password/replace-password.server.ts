import type { Tx } from '#lib/db/client.server.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { confirmedRecipient, deleteConfirmation } from '#lib/accounts/email/email.store.server.ts';
import { passwordChangedMail } from '#lib/accounts/email/mails.ts';
import { deleteReset } from '#lib/accounts/reset/reset.store.server.ts';
import { deleteSessionsOf } from '#lib/accounts/session.store.server.ts';
import { setPasswordHash } from '#lib/accounts/user.store.server.ts';

/**
 * Stores a new password. Sessions end and links become void, because someone who knew the old password may have them.
 * The confirmed address is notified.
 */
export async function replacePassword(
  { id, username, passwordHash }: { id: string; username: string; passwordHash: string },
  tx: Tx,
): Promise<void> {
  await setPasswordHash(id, passwordHash, tx);
  await deleteSessionsOf(id, undefined, tx);
  await deleteReset(id, tx);
  await deleteConfirmation(id, tx);
  const recipient = await confirmedRecipient(id, tx);
  if (!recipient) return;
  const mail = passwordChangedMail({ username }, siteAddress('/reset'));
  await queueBasicMail(mail, { kind: 'password-changed', to: recipient.email }, tx);
}
