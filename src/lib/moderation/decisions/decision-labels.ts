import type { CaseDecisionKind } from '#lib/moderation/cases/case.ts';

/** `k` moves through the queue, so keeping is `a`. */
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
  erase: 'Erase the text',
};

export const DECISION_HINTS: Record<CaseDecisionKind, string> = {
  keep: 'Leaves the comment as it is and closes the reports.',
  remove: 'Only moderators can read it. The author gets a notice with the reason.',
  restore: 'Makes the comment visible again.',
  hold: 'Hides the comment until a moderator decides. The case stays open.',
  let_in: 'Publishes the comment in its thread.',
  lock: 'Stops new replies. The case stays open.',
  unlock: 'Allows replies again.',
  warn: 'Sends the author a notice. The case stays open.',
  restrict: 'Applies immediately and ends automatically.',
  erase:
    'Deletes the text, its revisions, the quoted passage and the copies in reports. This can’t be undone.',
};
