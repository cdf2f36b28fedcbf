import type { Tx } from '#lib/db/client.server.ts';
import { siteOf } from '#lib/http/network.server.ts';
import { type Spend } from '#lib/limits.server.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { hashedLinkSecret, newLinkSecret } from '#lib/secret-link.server.ts';
import { addressKey } from './address-key.server.ts';
import { CONFIRM_DAYS } from './email-state.ts';
import { replaceConfirmation } from './email.store.server.ts';
import { confirmationMail } from './mails.ts';

const DAY = 24 * 3600 * 1000;

/** Queues a mail with a confirmation link. An earlier link of this account becomes void. */
export async function queueConfirmation(
  { id, username, address }: { id: string; username: string; address: string },
  { now, tx }: { now: Date; tx: Tx },
): Promise<void> {
  const secret = newLinkSecret();
  const expiresAt = new Date(now.getTime() + CONFIRM_DAYS * DAY);
  await replaceConfirmation({ userId: id, hash: hashedLinkSecret(secret), address, expiresAt }, tx);
  const mail = confirmationMail({ username, href: siteAddress(`/confirm?token=${secret}`) });
  await queueBasicMail(mail, { kind: 'confirm-address', to: address, expiresAt }, tx);
}

/** The rate limits of a mail to an unconfirmed address. `from` is the request's network address. */
export function confirmationSpends(address: string, from: string): Spend[] {
  return [
    ['confirm-mail', addressKey(address)],
    ['confirm-mail-by-network', siteOf(from)],
  ];
}
