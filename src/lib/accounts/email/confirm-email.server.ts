import { db, type Tx } from '#lib/db/client.server.ts';
import { sqlStateOf, TAKEN } from '#lib/db/sql-state.ts';
import { foldedAddress } from '#lib/mail/mail-address.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { hashedLinkSecret } from '#lib/secret-link.server.ts';
import { deleteReset } from '../reset/reset.store.server.ts';
import {
  readConfirmation,
  setConfirmedEmail,
  takeConfirmation,
  type Replaced,
} from './email.store.server.ts';
import { addressChangedMail } from './mails.ts';

/** What the link would confirm; null if it isn't valid. */
export async function findConfirmation(
  token: string,
  now: Date,
): Promise<{ username: string; address: string } | null> {
  return readConfirmation(hashedLinkSecret(token), now);
}

/**
 * Confirms the address that the link was sent to. If two accounts confirm the same address, the unique index lets one
 * win. The other link stays valid, since the address may become free. A replaced address is notified.
 * @throws Refusal `confirmation-void`, `email-taken`
 */
export async function confirmEmail(token: string, now: Date): Promise<void> {
  try {
    await db().$transaction(async (tx) => {
      const taken = await takeConfirmation(hashedLinkSecret(token), now, tx);
      if (!taken) throw new Refusal('confirmation-void');
      await notifyOldAddress(await setConfirmedEmail(taken, now, tx), taken.address, tx);
    });
  } catch (fault) {
    if (sqlStateOf(fault) === TAKEN) throw new Refusal('email-taken');
    throw fault;
  }
}

async function notifyOldAddress(
  { id, username, oldEmail }: Replaced,
  address: string,
  tx: Tx,
): Promise<void> {
  if (oldEmail === null || foldedAddress(oldEmail) === foldedAddress(address)) return;
  // A reset link in the old mailbox must no longer work.
  await deleteReset(id, tx);
  const mail = addressChangedMail({ username }, siteAddress('/settings'));
  await queueBasicMail(mail, { kind: 'address-changed', to: oldEmail }, tx);
}
