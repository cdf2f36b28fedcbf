import type { CaseChanged } from '#lib/live/events.ts';

/** What the page of a case says when something happens to it; null: nothing that its reader must know. */
export function newsOfCase({ what, by }: Pick<CaseChanged, 'what' | 'by'>, me: string): string | null {
  if (what === 'claimed' || what === 'released' || by === me) return null;
  return what === 'decided' ? `Decided by ${by ?? 'the site'} just now.` : 'Something changed here just now.';
}
