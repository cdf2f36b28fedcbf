import type { MailContent } from '#lib/mail/source.server.ts';
import { unsubscribeAddress, unsubscribeHeaders } from '../subscribers/unsubscribe-token.server.ts';
import { unsubscribePlaceholder } from './render-issue.server.ts';
import { readDeliveries, readFixedMail, type FixedMail } from './sending.store.server.ts';

/** The last issue that was read: all mails of a batch, and nearly all that follow, are of one. */
let kept: { id: string; mail: FixedMail } | undefined;

/**
 * The content of these mails of an issue, by mail id; without those whose reader has unsubscribed. One query for a batch.
 */
export async function supplyIssueMails(mailIds: string[]): Promise<Map<string, MailContent>> {
  const contents = new Map<string, MailContent>();
  for (const { mailId, issueId, subscriberId } of await readDeliveries(mailIds)) {
    const mail = await fixedMail(issueId);
    const address = await unsubscribeAddress(subscriberId);
    const placeholder = unsubscribePlaceholder(issueId);
    contents.set(mailId, {
      // Neither address has a character that HTML escapes.
      html: mail.html.replaceAll(placeholder, address),
      text: mail.text.replaceAll(placeholder, address),
      headers: await unsubscribeHeaders(subscriberId),
    });
  }
  return contents;
}

async function fixedMail(id: string): Promise<FixedMail> {
  if (kept?.id !== id) kept = { id, mail: (await readFixedMail(id))! };
  return kept.mail;
}
