import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { spendTogether } from '#lib/limits.server.ts';
import { foldedAddress } from '#lib/mail/mail-address.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { checkPassword } from '#lib/accounts/password/check-password.server.ts';
import { deleteReset } from '../reset/reset.store.server.ts';
import { clearEmail, deleteConfirmation, readEmail, setUnconfirmedEmail } from './email.store.server.ts';
import { addressRemovedMail } from './mails.ts';
import { confirmationSpends, queueConfirmation } from './queue-confirmation.server.ts';

/** The session that asks, by its hashed id, and the network address that it asks from. */
export interface Asking {
  actor: Actor;
  sessionId: string;
  from: string;
  now: Date;
}

/**
 * Gives the account another address and mails a link to it. A confirmed address stays until the new one is confirmed.
 * Whether other accounts have the address makes no difference: nobody learns it here.
 * @returns whether a link was mailed; if not, the account's confirmed address is this one
 * @throws Refusal `wrong-password`, `rate-limited`
 */
export async function changeEmail(
  { email: address, password }: { email: string; password: string },
  { actor, sessionId, from, now }: Asking,
): Promise<boolean> {
  await checkPassword(password, { actor, sessionId, field: 'password' });
  const { email, emailConfirmed } = await readEmail(actor.id, now);
  if (emailConfirmed && foldedAddress(email!) === foldedAddress(address)) {
    await deleteConfirmation(actor.id);
    return false;
  }
  await sendConfirmation(actor, { address, from, now });
  return true;
}

/** Mails another link to the address that waits for one. @throws Refusal `nothing-to-confirm`, `rate-limited` */
export async function resendConfirmation({ actor, from, now }: Omit<Asking, 'sessionId'>): Promise<void> {
  const { email, emailConfirmed, pendingEmail } = await readEmail(actor.id, now);
  const address = emailConfirmed ? pendingEmail : email;
  if (address === null) throw new Refusal('nothing-to-confirm');
  await sendConfirmation(actor, { address, from, now });
}

/** The account keeps its confirmed address; the link to the new one is void. */
export async function cancelEmailChange({ id }: Actor): Promise<void> {
  await deleteConfirmation(id);
}

/** Removes the account's address. A confirmed one is told. @throws Refusal `wrong-password` */
export async function removeEmail(
  password: string,
  { actor, sessionId }: Pick<Asking, 'actor' | 'sessionId'>,
): Promise<void> {
  await checkPassword(password, { actor, sessionId, field: 'password' });
  await db().$transaction(async (tx) => {
    const { username, oldEmail } = await clearEmail(actor.id, tx);
    await deleteConfirmation(actor.id, tx);
    // A link that was mailed to the address must not open the account any more.
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
