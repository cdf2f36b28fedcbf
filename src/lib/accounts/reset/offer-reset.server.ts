import { requireAdmin } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { spend } from '#lib/limits.server.ts';
import { log } from '#lib/log.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { addressKey } from '../email/address-key.server.ts';
import { confirmedRecipient } from '../email/email.store.server.ts';
import { findPerson } from '../find-person.server.ts';
import { createResetLink } from './create-reset-link.server.ts';
import { queueResetLink } from './request-reset.server.ts';

/** `link`: for the admin to hand over; null if it was mailed. */
export type OfferedReset = { username: string; link: string | null };

/**
 * An admin resets someone's password. The link goes to the confirmed address, and the admin never sees it. Without such
 * an address the admin gets the link, unless it is another admin's account: the link would let one admin act as the
 * other. Those are reset on the command line.
 * @throws Refusal `sign-in-first`, `forbidden`, `user-not-found`, `reset-of-admin`, `rate-limited`
 */
export async function offerReset(username: string, { actor, now }: RequestContext): Promise<OfferedReset> {
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
