import { DELETED_ACCOUNT } from '#lib/actor.ts';
import { findRow, type FoundRow } from '#lib/discussion/reading/find-comment.server.ts';
import { permalink } from '#lib/discussion/page/links.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { networkOf } from '#lib/http/network.server.ts';
import { spendTogether } from '#lib/limits.server.ts';
import { mailboxOf } from '#lib/mail/mail-address.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { openCase, recountCase } from '#lib/moderation/cases/case.store.server.ts';
import { publishCases } from '#lib/moderation/cases/publish-cases.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { requestReceivedMail } from './mails.ts';
import type { RemovalRequestInput } from './removal-request-input.ts';
import { hasOpenRequest, insertRequest } from './removal-request.store.server.ts';

const notShown = () => new Refusal('comment-not-shown', { field: 'comment' });

export interface RequestedComment {
  /** Its slug. */
  verdict: string;
  author: string;
  body: string;
}

/** What readers without an account see of this comment; null if they don't. */
export async function findRequested(id: string): Promise<RequestedComment | null> {
  const row = await findShown(id);
  return row && { verdict: row.slug, author: row.username ?? DELETED_ACCOUNT, body: row.body };
}

/**
 * Asks moderators to remove a comment; no account needed. Repeated for the same comment and address, it does nothing.
 * @throws Refusal `comment-not-shown`, `rate-limited`
 */
export async function requestRemoval(
  { comment: id, email, reason, text }: RemovalRequestInput,
  { address, now }: { address: string; now: Date },
): Promise<void> {
  const row = await findShown(id);
  if (!row) throw notShown();
  await spendTogether([
    ['removal-request', networkOf(address)],
    ['removal-request-by-mailbox', mailboxOf(email)],
  ]);
  const made = await changeThread({ id: row.verdictId, slug: row.slug }, async (thread) => {
    const { tx } = thread;
    const comment = await thread.read(id);
    if (!comment || comment.withdrawn || comment.moderated !== 'visible') throw notShown();
    if (await hasOpenRequest(tx, id, email)) return null;
    const { id: caseId, opened } = await openCase(tx, comment, now);
    await insertRequest(tx, { caseId, commentId: id, version: comment.version, email, reason, text, now });
    await recountCase(tx, caseId, now);
    const mail = requestReceivedMail(siteAddress(permalink(row.slug, id)));
    await queueBasicMail(mail, { kind: 'removal-received', to: email }, tx);
    return { caseId, opened };
  });
  if (made) await publishCases([made.caseId], { what: made.opened ? 'opened' : 'changed', by: null, now });
}

async function findShown(id: string): Promise<FoundRow | null> {
  try {
    const row = await findRow(id, null);
    return row.status === 'visible' ? row : null;
  } catch (refusal) {
    if (refusal instanceof Refusal && refusal.code === 'comment-not-found') return null;
    throw refusal;
  }
}
