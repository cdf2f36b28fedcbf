import { APPEAL_WINDOW, type DecisionKind } from '#lib/moderation/cases/case.ts';
import type { RefusalCode } from '#lib/refusal.ts';

/** A moderator reviews held and hidden comments anyway, and erased text can't come back. */
const APPEALABLE: ReadonlySet<DecisionKind> = new Set(['remove', 'warn', 'restrict']);

export interface AppealFacts {
  kind: DecisionKind;
  subjectId: string | null;
  createdAt: Date;
  undone: boolean;
  appealed: boolean;
}

export function whyNotAppeal(decision: AppealFacts, userId: string, now: Date): RefusalCode | null {
  if (decision.subjectId !== userId || !APPEALABLE.has(decision.kind) || decision.undone)
    return 'appeal-not-possible';
  if (decision.appealed) return 'appealed-already';
  return now.getTime() - decision.createdAt.getTime() > APPEAL_WINDOW ? 'appeal-too-late' : null;
}
