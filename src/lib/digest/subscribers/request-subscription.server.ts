import { setTimeout } from 'node:timers/promises';
import { db } from '#lib/db/client.server.ts';
import { siteOf } from '#lib/http/network.server.ts';
import { spend, trySpend } from '#lib/limits.server.ts';
import { mailboxOf } from '#lib/mail/mail-address.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { hashedLinkSecret, newLinkSecret } from '#lib/secret-link.server.ts';
import { emailHash } from './email-hash.server.ts';
import { awaitConfirmation } from './subscriber.store.server.ts';
import { confirmationMail, CONFIRM_DAYS } from './subscription.ts';

const DAY = 24 * 3600 * 1000;

/**
 * Milliseconds that every answer takes at least. Queueing a mail takes a few, so the time would tell whether an address
 * is subscribed already.
 */
const ANSWER_AFTER = 200;

/**
 * Sends a confirmation link to an address, unless it is subscribed already or has just got two. The caller can't tell
 * these apart.
 * @param network the caller's address, for the rate limit
 * @throws Refusal `rate-limited` by the caller's network only
 */
export async function requestSubscription(email: string, network: string, now: Date): Promise<void> {
  await spend('subscribe', siteOf(network));
  await Promise.all([sendConfirmation(email, now), setTimeout(ANSWER_AFTER)]);
}

/** The same at once, without a limit for the caller: how long it takes depends on the address. */
export async function sendConfirmation(email: string, now: Date): Promise<void> {
  // A refusal would tell that someone asked for this address before, so it only keeps the mail back.
  if (!(await trySpend([['subscribe-mail', await emailHash(mailboxOf(email))]]))) return;
  const hash = await emailHash(email);
  const secret = newLinkSecret();
  const expiresAt = new Date(now.getTime() + CONFIRM_DAYS * DAY);
  await db().$transaction(async (tx) => {
    const request = {
      email,
      emailHash: hash,
      confirmHash: hashedLinkSecret(secret),
      confirmExpiresAt: expiresAt,
    };
    if (!(await awaitConfirmation(request, tx))) return;
    const mail = confirmationMail(siteAddress(`/report/confirm?token=${secret}`));
    await queueBasicMail(mail, { kind: 'report-confirm', to: email, expiresAt }, tx);
  });
}
