import type { Role } from '#lib/actor.ts';
import { stateAfter, MOVES, type CommentState, type Move } from '#lib/discussion/status/transitions.ts';
import {
  CASE_DECISIONS,
  type CaseDecisionKind,
  type CaseView,
  type DecisionKind,
} from '#lib/moderation/cases/case.ts';
import type { RefusalCode } from '#lib/refusal.ts';

/** These decide what the case is about, so it must be open. Appeals have their own decision. */
const NEEDS_OPEN_CASE: ReadonlySet<DecisionKind> = new Set(['keep', 'remove', 'let_in']);

export function closesCase(kind: DecisionKind): boolean {
  return NEEDS_OPEN_CASE.has(kind) || kind === 'erase';
}

/** The change of status that a decision makes; null if it leaves the status as it is. */
export function moveOf(kind: DecisionKind): Move | null {
  return kind in MOVES ? (kind as Move) : null;
}

/**
 * Why this role can't make the decision; null if it can. `lock` and `restrict` also check what they change, under its
 * own lock.
 */
export function whyNotDecide(
  kind: CaseDecisionKind,
  { open, isAppeal, comment }: { open: boolean; isAppeal: boolean; comment: CommentState },
  role: Role,
): RefusalCode | null {
  if (kind === 'erase' && role !== 'admin') return 'forbidden';
  if (NEEDS_OPEN_CASE.has(kind) && isAppeal) return 'not-possible-now';
  if (NEEDS_OPEN_CASE.has(kind) && !open) return 'case-changed';
  const move = moveOf(kind);
  return move && !stateAfter(comment, move, role) ? 'not-possible-now' : null;
}

interface Decidable extends Pick<CaseView, 'open' | 'kind' | 'locked'> {
  comment: Pick<NonNullable<CaseView['comment']>, 'status'> | null;
  authorRecord: Pick<CaseView['authorRecord'], 'role'>;
}

/** The decisions that a page offers, in the order of CASE_DECISIONS. */
export function possibleDecisions(
  { open, kind: caseKind, comment, locked, authorRecord }: Decidable,
  role: Role,
): CaseDecisionKind[] {
  if (!comment) return [];
  const withdrawn = comment.status === 'withdrawn';
  const moderated = comment.status === 'withdrawn' ? 'visible' : comment.status;
  const facts = {
    open,
    isAppeal: caseKind === 'appeal',
    comment: { moderated, withdrawn, erased: false, editedBack: false },
  };
  const offered: Partial<Record<CaseDecisionKind, boolean>> = {
    lock: !locked.thread || !locked.branch,
    unlock: locked.thread || locked.branch,
    restrict: authorRecord.role === 'reader',
  };
  return CASE_DECISIONS.filter((kind) => offered[kind] ?? whyNotDecide(kind, facts, role) === null);
}
