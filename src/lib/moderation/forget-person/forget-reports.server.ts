import { DELETED_ACCOUNT } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { deleteClosedReports, readReportedComments } from '#lib/moderation/reports/report.store.server.ts';
import { withdrawReport } from '#lib/moderation/reports/withdraw-report.server.ts';

/** Withdraws the open reports of an account whose owner is gone, so that cases weigh less, and deletes all of them. */
export async function forgetReports(userId: string, now: Date): Promise<void> {
  const actor = { id: userId, username: DELETED_ACCOUNT, role: 'reader' } as const;
  for (const commentId of await readReportedComments(userId)) {
    await withdrawReport(commentId, { actor, now }).catch((fault: unknown) => {
      // A moderator decided the case at this moment: the report is closed.
      if (!(fault instanceof Refusal && fault.code === 'report-not-found')) throw fault;
    });
  }
  await deleteClosedReports(userId);
}
