import type { Tx } from '#lib/db/client.server.ts';
import { deleteCommentNoticesBy, deleteNoticesOf, insertNotices } from './notice.store.server.ts';
import type { NewNotice } from './notice.ts';
import { insertMentions, readAddressed, type EditedMentions } from './recipients.store.server.ts';

export { addressedBy, followTargets, isFollowed, newNoticeId } from './recipients.store.server.ts';

/**
 * Puts notices into inboxes in the transaction that causes them. After the commit call `publishUnreadCounts` with the
 * same users.
 */
export async function createNotices(notices: NewNotice[], tx: Tx): Promise<void> {
  if (notices.length > 0) await insertNotices(notices, tx);
}

/** Deletes the notices that a person's comments caused a reader. */
export async function deleteNoticesBy(personId: string, readerId: string, tx: Tx): Promise<void> {
  await deleteCommentNoticesBy(personId, readerId, tx);
}

/** Deletes a decision's notices. @returns the ids of their users */
export async function deleteDecisionNotices(decisionId: string, tx: Tx): Promise<string[]> {
  return deleteNoticesOf(decisionId, tx);
}

/**
 * The notices about a comment that is let in or shown again, for `createNotices`, which leaves out those that exist; its followers are notified after the commit. Call
 * `scheduleFollowerNotices` then.
 */
export async function noticesAbout(
  commentId: string,
  tx: Tx,
): Promise<Pick<NewNotice, 'userId' | 'kind' | 'commentId' | 'subjectId'>[]> {
  return readAddressed(commentId, tx);
}

/** Stores and notifies the people whom an edit mentions for the first time. @returns whose notices changed */
export async function addMentions(mentions: EditedMentions, tx: Tx): Promise<string[]> {
  return mentions.userIds.length > 0 ? insertMentions(mentions, tx) : [];
}
