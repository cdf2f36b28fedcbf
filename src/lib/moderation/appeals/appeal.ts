import type { RefusalCode } from '#lib/refusal.ts';
import { APPEAL_WINDOW, type DecisionKind } from '#lib/moderation/cases/case.ts';

/** Decisions that weigh on somebody. What is held or hidden is looked at anyway, and what is erased can't come back. */
const APPEALABLE: ReadonlySet<DecisionKind> = new Set(['remove', 'warn', 'restrict']);

/** What the rule needs of a decision. */
export interface AppealFacts {
  kind: DecisionKind;
  subjectId: string | null;
  createdAt: Date;
  undone: boolean;
  appealed: boolean;
}

/** May this person appeal against it? Once, within 14 days, and only whom it concerns. */
export function whyNotAppeal(decision: AppealFacts, userId: string, now: Date): RefusalCode | null {
  if (decision.subjectId !== userId || !APPEALABLE.has(decision.kind) || decision.undone)
    return 'appeal-not-possible';
  if (decision.appealed) return 'appealed-already';
  return now.getTime() - decision.createdAt.getTime() > APPEAL_WINDOW ? 'appeal-too-late' : null;
}
