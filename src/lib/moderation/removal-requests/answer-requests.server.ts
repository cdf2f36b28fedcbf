import { db, type Tx } from '#lib/db/client.server.ts';
import { cancelHeldMails, queueBasicMail, releaseMails } from '#lib/mail/queue-mail.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { UNDO_GRACE, UNDO_WINDOW } from '#lib/moderation/cases/case.ts';
import { REQUEST_KEPT_DAYS } from '../removal-request.ts';
import { requestDecidedMail } from './mails.ts';
import {
  closeRequests,
  deleteClosedRequests,
  readHeldAnswers,
  readUnansweredCases,
  reopenRequests,
  setAnswer,
} from './removal-request.store.server.ts';

/** Requests per sweep; the next one follows within seconds. */
const AT_ONCE = 100;

/** Closes the requests of decided cases and queues the answers. Call it after the comments have changed. */
export async function answerRequests(tx: Tx, caseIds: string[], now: Date): Promise<void> {
  for (const { id, email, ...decided } of await closeRequests(tx, caseIds, now)) {
    if (email === null) continue;
    const mail = requestDecidedMail(decided, siteAddress('/rules'));
    // Held, because a decision can be undone and an email can't.
    const answer = await queueBasicMail(mail, { kind: 'removal-decided', to: email, held: true }, tx);
    await setAnswer(tx, id, answer);
  }
}

/** Reopens the requests that a decision closed, and drops its answers. */
export async function withdrawAnswers(tx: Tx, caseIds: string[], closedAt: Date): Promise<void> {
  await cancelHeldMails(await reopenRequests(tx, caseIds, closedAt), tx);
}

/** Sends the answers of decisions that can't be undone any more, and answers what other changes decided. */
export async function sendAnswers(now: Date): Promise<void> {
  const cases = await readUnansweredCases(AT_ONCE);
  if (cases.length > 0) await db().$transaction((tx) => answerRequests(tx, cases, now));
  const final = new Date(now.getTime() - UNDO_WINDOW - UNDO_GRACE);
  await releaseMails(await readHeldAnswers(final, AT_ONCE));
}

/** @returns how many requests were deleted */
export async function removeOldRequests(now: Date): Promise<number> {
  return deleteClosedRequests(new Date(now.getTime() - REQUEST_KEPT_DAYS * 24 * 3_600_000));
}
