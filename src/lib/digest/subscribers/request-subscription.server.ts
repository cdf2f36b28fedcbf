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
import { subscriptionMail, SUBSCRIPTION_CONFIRM_DAYS } from './subscription.ts';

const DAY = 24 * 3600 * 1000;

/**
 * Minimum response time in milliseconds. Queueing a mail takes a few, so a shorter one would reveal whether an
 * address is subscribed.
 */
const ANSWER_AFTER = 200;

/**
 * Mails a confirmation link, unless the address is subscribed or has just got two. The response is the same.
 * @param network the caller's address, for the rate limit
 * @throws Refusal `rate-limited` by the caller's network only
 */
export async function requestSubscription(email: string, network: string, now: Date): Promise<void> {
  await spend('subscribe', siteOf(network));
  await Promise.all([sendConfirmation(email, now), setTimeout(ANSWER_AFTER)]);
}

/** Without the caller's limit and the minimum time: its duration depends on the address. */
export async function sendConfirmation(email: string, now: Date): Promise<void> {
  // A refusal would reveal an earlier request for this address, so the limit only suppresses the mail.
  if (!(await trySpend([['subscribe-mail', await emailHash(mailboxOf(email))]]))) return;
  const hash = await emailHash(email);
  const secret = newLinkSecret();
  const expiresAt = new Date(now.getTime() + SUBSCRIPTION_CONFIRM_DAYS * DAY);
  await db().$transaction(async (tx) => {
    const request = {
      email,
      emailHash: hash,
      confirmHash: hashedLinkSecret(secret),
      confirmExpiresAt: expiresAt,
    };
    if (!(await awaitConfirmation(request, tx))) return;
    const mail = subscriptionMail(siteAddress(`/report/confirm?token=${secret}`));
    await queueBasicMail(mail, { kind: 'report-confirm', to: email, expiresAt }, tx);
  });
}
