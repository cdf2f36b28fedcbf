import type { RequestContext } from '#lib/request-context.ts';
import { requireAdmin } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { settings } from '#lib/env.server.ts';
import { spend } from '#lib/limits.server.ts';
import { queueBasicMail } from '../queue-mail.server.ts';
import { siteAddress } from '../site-address.server.ts';

/**
 * Sends a mail that shows whether mail works, on the way that every mail takes.
 * @returns its id
 * @throws Refusal `sign-in-first`, `forbidden`, `rate-limited`
 */
export async function sendTestMail(to: string, { actor }: Pick<RequestContext, 'actor'>): Promise<string> {
  const { id, username } = requireAdmin(actor);
  await spend('test-mail', id);
  const { ORIGIN } = settings();
  const mail = {
    subject: `Test email from ${new URL(ORIGIN).host}`,
    heading: 'Email works',
    paragraphs: [`${username} sent this from the admin’s pages of ${ORIGIN} to see whether email arrives.`],
    button: { label: 'Open the list of emails', href: siteAddress('/admin/mail') },
    after: ['If you don’t know the site, ignore this email. You haven’t been subscribed to anything.'],
  };
  return db().$transaction((tx) => queueBasicMail(mail, { kind: 'test', to }, tx));
}
