import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { spendTogether } from '#lib/limits.server.ts';
import { foldedAddress } from '#lib/mail/mail-address.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { SessionContext } from '#lib/accounts/session-context.ts';
import { checkPassword } from '#lib/accounts/password/check-password.server.ts';
import { deleteReset } from '../reset/reset.store.server.ts';
import { clearEmail, deleteConfirmation, readEmail, setUnconfirmedEmail } from './email.store.server.ts';
import { addressRemovedMail } from './mails.ts';
import { confirmationSpends, queueConfirmation } from './queue-confirmation.server.ts';

interface EmailContext extends SessionContext {
  /** The request's network address. */
  from: string;
}

/**
 * Sends a confirmation link to a new address. A confirmed address stays until the new one is confirmed. The result is
 * the same if another account has the address, so it can't be used to find out.
 * @returns false if the address is already the account's confirmed one
 * @throws Refusal `wrong-password`, `rate-limited`
 */
export async function changeEmail(
  { email: address, password }: { email: string; password: string },
  context: EmailContext,
): Promise<boolean> {
  const { actor, from, now } = context;
  await checkPassword(password, context);
  const { email, emailConfirmed } = await readEmail(actor.id, now);
  if (emailConfirmed && foldedAddress(email!) === foldedAddress(address)) {
    await deleteConfirmation(actor.id);
    return false;
  }
  await sendConfirmation(actor, { address, from, now });
  return true;
}

/** Sends another confirmation link. @throws Refusal `nothing-to-confirm`, `rate-limited` */
export async function resendConfirmation({ actor, from, now }: EmailContext): Promise<void> {
  const { email, emailConfirmed, pendingEmail } = await readEmail(actor.id, now);
  const address = emailConfirmed ? pendingEmail : email;
  if (address === null) throw new Refusal('nothing-to-confirm');
  await sendConfirmation(actor, { address, from, now });
}

/** The account keeps its confirmed address; the link to the new one is void. */
export async function cancelEmailChange({ id }: Actor): Promise<void> {
  await deleteConfirmation(id);
}

/** Removes the account's address, and notifies it if it was confirmed. @throws Refusal `wrong-password` */
export async function removeEmail(password: string, context: SessionContext): Promise<void> {
  const { actor } = context;
  await checkPassword(password, context);
  await db().$transaction(async (tx) => {
    const { username, oldEmail } = await clearEmail(actor.id, tx);
    await deleteConfirmation(actor.id, tx);
    // A reset link in the removed mailbox must no longer work.
    await deleteReset(actor.id, tx);
    if (oldEmail === null) return;
    const mail = addressRemovedMail({ username }, siteAddress('/settings'));
    await queueBasicMail(mail, { kind: 'address-changed', to: oldEmail }, tx);
  });
}

async function sendConfirmation(
  { id, username }: Actor,
  { address, from, now }: { address: string; from: string; now: Date },
): Promise<void> {
  await spendTogether([['confirm-mail-by-account', id], ...confirmationSpends(address, from)]);
  await db().$transaction(async (tx) => {
    await setUnconfirmedEmail(id, address, tx);
    await queueConfirmation({ id, username, address }, { now, tx });
  });
}
