import { db, type Tx } from '#lib/db/client.server.ts';
import { siteOf } from '#lib/http/network.server.ts';
import { spendTogether } from '#lib/limits.server.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { addressKey } from '../email/address-key.server.ts';
import { userByConfirmedEmail, type Recipient } from '../email/email.store.server.ts';
import { resetMail } from '../email/mails.ts';
import { createResetLink, RESET_MINUTES } from './create-reset-link.server.ts';
import { insertResetRequest, takeResetRequest } from './reset.store.server.ts';

/**
 * Stores a request for a reset link; a sweep handles it within two seconds. The work is the same whether or not an
 * account has the address, so the response time doesn't show it. `from` is the request's network address.
 * @throws Refusal `rate-limited`
 */
export async function requestReset(email: string, from: string): Promise<void> {
  await spendTogether([
    ['reset-mail-by-network', siteOf(from)],
    ['reset-mail', addressKey(email)],
  ]);
  await insertResetRequest(email);
}

/** Handles all requests, oldest first: confirmed addresses get a mail. */
export async function sendResetLinks(now: Date): Promise<void> {
  while (await db().$transaction((tx) => sendNext(now, tx)));
}

/** @returns false if there is no request */
async function sendNext(now: Date, tx: Tx): Promise<boolean> {
  const address = await takeResetRequest(tx);
  if (address === null) return false;
  const user = await userByConfirmedEmail(address, tx);
  if (user) await queueResetLink(user, now, tx);
  return true;
}

export async function queueResetLink({ id, username, email }: Recipient, now: Date, tx: Tx): Promise<void> {
  const { href, expiresAt } = await createResetLink(id, now, tx);
  const mail = resetMail({ username, href }, RESET_MINUTES);
  await queueBasicMail(mail, { kind: 'reset-password', to: email, expiresAt }, tx);
}
