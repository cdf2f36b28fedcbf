import { requireAdmin, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { spend } from '#lib/limits.server.ts';
import { log } from '#lib/log.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { addressKey } from '../email/address-key.server.ts';
import { confirmedRecipient } from '../email/email.store.server.ts';
import { findPerson } from '../find-person.server.ts';
import { createResetLink } from './create-reset-link.server.ts';
import { queueResetLink } from './request-reset.server.ts';

/** What became of it: mailed, or a link for the admin to hand over. */
export type OfferedReset = { username: string; link: string | null };

/**
 * An admin helps somebody back in. With a confirmed address the link goes there, and the admin never sees it. Without
 * one the admin gets the link to hand over, unless the account is an admin's: a link opens the account, and no admin
 * shall act in another one's name. Those are reset on the command line.
 * @throws Refusal `sign-in-first`, `forbidden`, `user-not-found`, `reset-of-admin`, `rate-limited`
 */
export async function offerReset(
  username: string,
  { actor, now }: { actor: Actor | null; now: Date },
): Promise<OfferedReset> {
  const by = requireAdmin(actor).username;
  const person = await findPerson(username);
  const recipient = await confirmedRecipient(person.id);
  if (!recipient && person.role === 'admin') throw new Refusal('reset-of-admin');
  if (recipient) await spend('reset-mail', addressKey(recipient.email));
  const link = await db().$transaction(async (tx) => {
    if (!recipient) return (await createResetLink(person.id, now, tx)).href;
    await queueResetLink(recipient, now, tx);
    return null;
  });
  const how = recipient ? 'mailed' : 'handed over';
  log.info({ by, account: person.username, how }, 'a password reset link was made');
  return { username: person.username, link };
}
