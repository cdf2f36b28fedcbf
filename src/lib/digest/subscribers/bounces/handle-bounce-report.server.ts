import { db } from '#lib/db/client.server.ts';
import { findRecipient } from '#lib/mail/find-recipient.server.ts';
import { emailHash } from '../email-hash.server.ts';
import { endSubscription } from '../end-subscription.server.ts';
import { findIdByHash } from '../subscriber.store.server.ts';
import { readBounceReport, type BounceReport } from './bounce-report.server.ts';

export type ReportOutcome = 'ended' | 'temporary' | 'no subscriber' | 'no report' | 'unreadable';

/**
 * Handles a mail that may be a bounce or a complaint. Anyone can send one that names an address, so it must return
 * the Message-ID of a mail of ours, which is random and known only to the recipient and the servers between. That
 * recipient's subscription ends.
 */
export async function handleBounceReport(mail: Uint8Array, now: Date): Promise<ReportOutcome> {
  let report: BounceReport | null;
  try {
    report = await readBounceReport(mail);
  } catch {
    // The parser refuses hostile mails, such as endless headers or nested parts.
    return 'unreadable';
  }
  if (!report) return 'no report';
  if (!report.permanent) return 'temporary';
  const address = await recipientOf(report.messageIds);
  const id = address && (await findIdByHash(await emailHash(address)));
  if (!id) return 'no subscriber';
  const reason = report.kind === 'bounce' ? 'bounced' : 'complained';
  const ended = await db().$transaction((tx) => endSubscription(id, { reason, now }, tx));
  return ended ? 'ended' : 'no subscriber';
}

async function recipientOf(messageIds: string[]): Promise<string | null> {
  for (const messageId of messageIds) {
    const address = await findRecipient(messageId);
    if (address !== null) return address;
  }
  return null;
}
