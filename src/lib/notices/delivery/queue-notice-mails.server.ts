import { findConfirmedRecipient } from '#lib/accounts/email/find-email.server.ts';
import { db } from '#lib/db/client.server.ts';
import { PRIORITY } from '#lib/mail/mail-kind.ts';
import { queueSuppliedMail } from '#lib/mail/queue-mail.server.ts';
import { accountsWithDueMail, setMail, takeWaiting } from './delivery.store.server.ts';
import { BURST } from './mail-time.ts';

/** Due notices that are looked through for their accounts at once. */
const AT_ONCE = 200;

/** What the mail list and the data export show. What it is about is known at delivery. */
const SUBJECT = 'Notices from CopeCheck';

/**
 * Queues one email for each account with a due notice. An email is committed with the notices that it is about, so each
 * notice is emailed once at most, also with several processes and after `kill -9`.
 */
export async function queueNoticeMails(now: Date): Promise<void> {
  for (;;) {
    const accounts = await accountsWithDueMail(now, AT_ONCE);
    if (accounts.length === 0) return;
    for (const userId of accounts) await queueMailOf(userId, now);
  }
}

async function queueMailOf(userId: string, now: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    // With those that would follow within minutes.
    const ids = await takeWaiting(userId, new Date(now.getTime() + BURST), tx);
    const recipient = ids.length > 0 ? await findConfirmedRecipient(userId, tx) : null;
    if (!recipient) return;
    const envelope = { kind: 'notices', to: recipient.email, priority: PRIORITY.bulk } as const;
    await setMail(ids, await queueSuppliedMail(envelope, SUBJECT, tx), tx);
  });
}
