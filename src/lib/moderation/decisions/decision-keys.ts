import { moved, type Mover } from '#lib/discussion/status/transitions.ts';
import { CASE_DECISIONS, type CaseDecisionKind, type CaseView } from '#lib/moderation/cases/case.ts';

/** A letter for each decision. `j` and `k` walk the queue, so keeping is `a`: all right. */
export const DECISION_KEYS: Record<CaseDecisionKind, string> = {
  keep: 'a',
  remove: 'r',
  restore: 's',
  hold: 'h',
  let_in: 'i',
  lock: 'l',
  unlock: 'l',
  warn: 'w',
  restrict: 't',
  erase: 'e',
};

/** On the buttons. */
export const DECISION_LABELS: Record<CaseDecisionKind, string> = {
  keep: 'Keep',
  remove: 'Remove',
  restore: 'Restore',
  hold: 'Hold',
  let_in: 'Let in',
  lock: 'Lock',
  unlock: 'Unlock',
  warn: 'Warn the author',
  restrict: 'Restrict the author',
  erase: 'Erase the text for good',
};

/** What it does, beside the button. */
export const DECISION_HINTS: Record<CaseDecisionKind, string> = {
  keep: 'The comment stands; the reports are closed.',
  remove: 'Nobody but moderators can read it any more; its author is told why.',
  restore: 'The comment stands again.',
  hold: 'Out of sight until a moderator decides; the case stays open.',
  let_in: 'Everybody sees the comment, and it takes its place in the thread.',
  lock: 'No new replies. The case stays open.',
  unlock: 'Replies are possible again.',
  warn: 'The author gets a notice. The case stays open.',
  restrict: 'It bites at once, and lifts by itself when its time is over.',
  erase: 'Text, revisions, passage and the copies in reports go, and no undo brings them back.',
};

/** Which decisions the state of this case allows this role, in the order of CASE_DECISIONS. */
export function possibleDecisions(
  { open, kind, comment, locked, authorRecord }: CaseView,
  role: Extract<Mover, 'moderator' | 'admin'>,
): CaseDecisionKind[] {
  if (!comment) return [];
  const state = {
    moderated: comment.status === 'withdrawn' ? ('visible' as const) : comment.status,
    withdrawn: comment.status === 'withdrawn',
    erased: false,
    editedBack: false,
  };
  const decidesCase = open && kind !== 'appeal';
  const allowed: Record<CaseDecisionKind, boolean> = {
    keep: decidesCase && moved(state, 'keep', role) !== null,
    remove: decidesCase && moved(state, 'remove', role) !== null,
    restore: moved(state, 'restore', role) !== null,
    hold: moved(state, 'hold', role) !== null,
    let_in: decidesCase && moved(state, 'let_in', role) !== null,
    lock: !locked.thread || !locked.branch,
    unlock: locked.thread || locked.branch,
    warn: true,
    restrict: authorRecord.role === 'reader',
    erase: moved(state, 'erase', role) !== null,
  };
  return CASE_DECISIONS.filter((kind) => allowed[kind]);
}
