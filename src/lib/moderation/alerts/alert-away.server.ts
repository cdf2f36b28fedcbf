import { randomUUID } from 'node:crypto';
import { findConfirmedRecipient } from '#lib/accounts/email/find-email.server.ts';
import { LAST_SEEN_INTERVAL } from '#lib/accounts/sessions/last-seen.server.ts';
import { db } from '#lib/db/client.server.ts';
import { accountsWithOpenPages } from '#lib/live/open-pages.server.ts';
import { queueSuppliedMail } from '#lib/mail/queue-mail.server.ts';
import { queuePush } from '#lib/push/change-push.server.ts';
import { isQuiet } from './alert-settings.ts';
import { noteAlerts, readAway, setAlertMail, type Listener } from './alert.store.server.ts';

/** What the mail list and the data export show. */
const SUBJECT = 'The moderation queue of CopeCheck';

/**
 * Tells moderators who are away about open cases, as they chose: one message for all cases that are due. Away: without an
 * open page, and not seen for ten minutes, which is how exactly it is known. Every process may run it at any time.
 */
export async function alertAway(now: Date): Promise<void> {
  const away = await readAway(new Date(now.getTime() - LAST_SEEN_INTERVAL));
  const awake = away.filter(({ settings, timeZone }) => !isQuiet(settings.quiet, now, timeZone));
  const here = await accountsWithOpenPages(awake.map(({ userId }) => userId));
  for (const listener of awake) if (!here.has(listener.userId)) await alert(listener, now);
}

async function alert(listener: Listener, now: Date): Promise<void> {
  const { userId, settings } = listener;
  const alertId = randomUUID();
  await db().$transaction(async (tx) => {
    if ((await noteAlerts(listener, { alertId, now }, tx)) === 0) return;
    if (settings.push) await queuePush({ userId, kind: 'queue', alertId }, now, tx);
    const recipient = settings.mail ? await findConfirmedRecipient(userId, tx) : null;
    if (!recipient) return;
    const mailId = await queueSuppliedMail({ kind: 'queue-alert', to: recipient.email }, SUBJECT, tx);
    await setAlertMail(alertId, mailId, tx);
  });
}
