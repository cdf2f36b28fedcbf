import type { RequestContext } from '#lib/request-context.ts';
import { findEmail } from '#lib/accounts/email/find-email.server.ts';
import { requireAdmin } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { queueMail } from '#lib/mail/queue-mail.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { previewMail } from './find-report-panel.server.ts';

/**
 * Sends the issue to the admin who asks. @returns the address
 * @throws Refusal `sign-in-first`, `forbidden`, `issue-not-found`, `own-address-needed`
 */
export async function sendTest(context: RequestContext): Promise<string> {
  const mail = await previewMail(context);
  if (!mail) throw new Refusal('issue-not-found');
  const { email, emailConfirmed } = await findEmail(requireAdmin(context.actor), context.now);
  if (!email || !emailConfirmed) throw new Refusal('own-address-needed');
  const content = { ...mail, subject: `Test: ${mail.subject}` };
  await db().$transaction((tx) => queueMail({ kind: 'report-test', to: email }, content, tx));
  return email;
}
