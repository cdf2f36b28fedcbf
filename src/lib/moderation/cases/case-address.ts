import type { CaseDecisionKind } from './case.ts';

/** With `decide`, at the form of that decision. */
export function caseAddress(id: string, decide?: CaseDecisionKind): string {
  return `/moderation/cases/${id}${decide ? `?do=${decide}#decide` : ''}`;
}
