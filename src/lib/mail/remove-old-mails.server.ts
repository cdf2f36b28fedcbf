import { deleteOldMails } from './mail.store.server.ts';

/** Days that the row of a finished mail is kept: long enough to handle a complaint. */
export const MAIL_KEPT_DAYS = 30;

export async function removeOldMails(now = new Date()): Promise<number> {
  return deleteOldMails(new Date(now.getTime() - MAIL_KEPT_DAYS * 24 * 3600_000));
}
