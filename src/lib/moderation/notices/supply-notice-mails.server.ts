import { settings } from '#lib/env.server.ts';
import { oneClickHeaders } from '#lib/mail/one-click.ts';
import { renderMail } from '#lib/mail/render.server.ts';
import type { MailContent } from '#lib/mail/source.server.ts';
import { listMailed, type MailedNotices } from '#lib/notices/delivery/list-deliverable.server.ts';
import { stopAddress } from '#lib/notices/delivery/stop-link.server.ts';
import { noticeMailOf, noticeMailText } from './notice-mail.ts';

/** The content of these emails from the current state, so that nothing is quoted that was removed meanwhile. */
export async function supplyNoticeMails(mailIds: string[]): Promise<Map<string, MailContent>> {
  const contents = new Map<string, MailContent>();
  for (const [mailId, mailed] of await listMailed(mailIds)) contents.set(mailId, await contentOf(mailed));
  return contents;
}

async function contentOf({ userId, notices, groups }: MailedNotices): Promise<MailContent> {
  // Imported here, because on the command line an import compiles it.
  const { default: NoticeMail } = await import('./NoticeMail.svelte');
  const { ORIGIN: origin } = settings();
  const stop = await stopAddress(userId, groups);
  const mail = noticeMailOf(notices);
  return {
    subject: mail.subject,
    text: noticeMailText(mail, { origin, stop }),
    html: renderMail(NoticeMail, { mail, origin, stop }, mail.subject),
    headers: oneClickHeaders(stop),
  };
}
