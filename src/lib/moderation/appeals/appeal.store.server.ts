import { db, type Tx } from '#lib/db/client.server.ts';
import { APPEAL_WEIGHT } from '#lib/moderation/cases/case.ts';
import { lockDecisions, type DecisionRow } from '#lib/moderation/decisions/decision.store.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { whyNotAppeal } from './appeal.ts';

/**
 * Inserts an appeal and its case. The decision is locked while the rule is checked, so an undo or another appeal
 * commits either before, and is seen, or after, and sees this one.
 * @returns the case's id
 * @throws Refusal of `whyNotAppeal`
 */
export async function insertAppeal(
  decision: DecisionRow,
  { userId, text, now }: { userId: string; text: string; now: Date },
): Promise<string> {
  return db().$transaction(async (tx) => {
    const { commentId, verdictId } = decision;
    const { id: caseId } = await tx.case.create({
      data: { commentId, verdictId, authorId: userId, isAppeal: true, weight: APPEAL_WEIGHT, openedAt: now },
      select: { id: true },
    });
    // After the case, whose foreign keys lock the account: an undo also locks the account before the decision.
    const state = await lockDecisions(tx, [decision.id]);
    const why = whyNotAppeal({ ...decision, ...state }, userId, now);
    if (why) throw new Refusal(why);
    await tx.appeal.create({
      data: {
        decisionId: decision.id,
        caseId,
        userId,
        text,
        firstModeratorId: decision.moderatorId,
        createdAt: now,
      },
      select: { id: true },
    });
    return caseId;
  });
}

export async function readAppealOfCase(caseId: string) {
  return db().appeal.findUnique({
    where: { caseId },
    select: { id: true, decisionId: true, userId: true, state: true, firstModeratorId: true },
  });
}

/** A trigger refuses the moderator who decided first. @returns false if it is already decided */
export async function setAppealDecided(
  tx: Tx,
  id: string,
  {
    now: decidedAt,
    ...outcome
  }: {
    state: 'upheld' | 'overturned' | 'reason_changed';
    decidedById: string;
    nobodyElse: boolean;
    now: Date;
  },
): Promise<boolean> {
  const { count } = await tx.appeal.updateMany({
    where: { id, state: 'open' },
    data: { ...outcome, decidedAt },
  });
  return count === 1;
}

/** Marks the reports that led to an overturned decision as wrong. */
export async function rejectReportsOf(
  tx: Tx,
  { caseId, commentId, createdAt }: Pick<DecisionRow, 'caseId' | 'commentId' | 'createdAt'>,
) {
  if (!caseId || !commentId) return;
  await tx.report.updateMany({
    where: { commentId, state: 'upheld', closedAt: createdAt },
    data: { state: 'rejected' },
  });
}
