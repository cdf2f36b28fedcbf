import { db, type Tx } from '#lib/db/client.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { whyNotAppeal } from './appeal.ts';
import { APPEAL_WEIGHT } from '#lib/moderation/cases/case.ts';
import { lockDecisions, type DecisionRow } from '#lib/moderation/decisions/decision.store.server.ts';

/**
 * Files an appeal with its case. The decision is locked while the rule is checked: an undo, or another appeal, either
 * commits before and is seen, or waits and then sees this one. @returns the case
 * @throws Refusal as `whyNotAppeal` says
 */
export async function insertAppeal(
  decision: DecisionRow,
  { userId, text, now }: { userId: string; text: string; now: Date },
): Promise<string> {
  return db().$transaction(async (tx) => {
    const { commentId, verdictId } = decision;
    const what = { commentId, verdictId, authorId: userId, isAppeal: true, weight: APPEAL_WEIGHT };
    const { id: caseId } = await tx.case.create({ data: { ...what, openedAt: now }, select: { id: true } });
    // After the case, whose foreign keys lock the account: an undo locks it before the decision, too.
    const why = whyNotAppeal({ ...decision, ...(await lockDecisions(tx, [decision.id])) }, userId, now);
    if (why) throw new Refusal(why);
    const about = { decisionId: decision.id, caseId, userId, text, firstModeratorId: decision.moderatorId };
    await tx.appeal.create({ data: { ...about, createdAt: now }, select: { id: true } });
    return caseId;
  });
}

export async function appealOfCase(caseId: string) {
  return db().appeal.findUnique({
    where: { caseId },
    select: { id: true, decisionId: true, userId: true, state: true, firstModeratorId: true },
  });
}

/** Decides an open appeal; the trigger refuses who decided first. False where somebody was faster. */
export async function setHeard(
  tx: Tx,
  id: string,
  heard: {
    state: 'upheld' | 'overturned' | 'reason_changed';
    decidedById: string;
    nobodyElse: boolean;
    now: Date;
  },
): Promise<boolean> {
  const { now: decidedAt, ...outcome } = heard;
  const { count } = await tx.appeal.updateMany({
    where: { id, state: 'open' },
    data: { ...outcome, decidedAt },
  });
  return count === 1;
}

/** The decision was wrong, and so were the reports that it followed. */
export async function rejectReportsOf(
  tx: Tx,
  decision: Pick<DecisionRow, 'caseId' | 'commentId' | 'createdAt'>,
) {
  const { caseId, commentId, createdAt } = decision;
  if (!caseId || !commentId) return;
  await tx.report.updateMany({
    where: { commentId, state: 'upheld', closedAt: createdAt },
    data: { state: 'rejected' },
  });
}
