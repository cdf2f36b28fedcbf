import type { Tx } from '#lib/db/client.server.ts';
import { deleteNoticesOf, insertNotices } from './notice.store.server.ts';
import type { NewNotice } from './notice.ts';

/**
 * Puts notices into inboxes within the transaction of what they tell about: no notice of what was undone, nothing
 * done without its notice. After the commit call `tellInboxes` of tell-inboxes.server.ts with the same users.
 */
export async function createNotices(notices: NewNotice[], tx: Tx): Promise<void> {
  if (notices.length > 0) await insertNotices(notices, tx);
}

/** Deletes a decision's notices. @returns the ids of their users */
export async function deleteDecisionNotices(decisionId: string, tx: Tx): Promise<string[]> {
  return deleteNoticesOf(decisionId, tx);
}
