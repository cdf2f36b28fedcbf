import type { CaseChanged } from '#lib/live/events.ts';

/** What a case's page says about another moderator's change; null if its reader need not know. */
export function caseChangeMessage({ what, by }: Pick<CaseChanged, 'what' | 'by'>, me: string): string | null {
  if (what === 'leased' || what === 'released' || by === me) return null;
  return what === 'decided' ? `Decided by ${by ?? 'the site'} just now.` : 'This case changed just now.';
}
