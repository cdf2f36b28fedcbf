import type { MailContent } from '#lib/mail/source.server.ts';
import { unsubscribeAddress, unsubscribeHeaders } from '../subscribers/unsubscribe-token.server.ts';
import { readIssue } from '../issues/issue.store.server.ts';
import { unsubscribePlaceholder } from './render-issue.server.ts';
import { mailOf } from './send-issue.server.ts';
import { readDeliveries, readFixedMail, type FixedMail } from './sending.store.server.ts';

/** The last text read. All mails of a batch, and nearly all after it, have the same. */
let kept: { issueId: string; version: number; mail: FixedMail } | undefined;

/** The content of these mails, by mail id, without those whose reader unsubscribed. One query per batch. */
export async function supplyIssueMails(mailIds: string[]): Promise<Map<string, MailContent>> {
  const contents = new Map<string, MailContent>();
  for (const { mailId, subscriberId, issueId, version } of await readDeliveries(mailIds)) {
    const mail = await fixedMail(issueId, version);
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

async function fixedMail(issueId: string, version: number): Promise<FixedMail> {
  if (kept?.issueId !== issueId || kept.version !== version)
    kept = { issueId, version, mail: (await readFixedMail(issueId)) ?? (await laterMail(issueId)) };
  return kept.mail;
}

/** For a failed mail that is retried after its issue was sent, and the text erased. */
async function laterMail(issueId: string): Promise<FixedMail> {
  return mailOf((await readIssue(issueId))!);
}
