import type { Tx } from '#lib/db/client.server.ts';
import { insertForAdmins, setReadAbout } from './desk.store.server.ts';
import type { DeskNotice, DeskSubject } from './notice.ts';

/**
 * Notifies all admins, in the transaction that causes it, of what waits for their decision. Who hasn't read one about the
 * same yet gets no other. @returns whose notices changed, for `publishUnreadCounts` after the commit
 */
export async function notifyAdmins(notice: DeskNotice, tx: Tx): Promise<string[]> {
  return insertForAdmins(notice, tx);
}

/** One admin has decided: the notices of all are read, and aren't emailed any more. @returns whose notices changed */
export async function markDecided(subject: DeskSubject, now: Date, tx: Tx): Promise<string[]> {
  return setReadAbout(subject, now, tx);
}
