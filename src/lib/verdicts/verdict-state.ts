import type { Actor } from '#lib/actor.ts';
import type { RefusalCode } from '#lib/refusal.ts';

/**
 * An unpublished verdict exists for admins only. Of a retracted one, readers see the title, the note and the comments,
 * and can add nothing.
 */
export const VERDICT_STATES = ['published', 'unpublished', 'retracted'] as const;
export type VerdictState = (typeof VERDICT_STATES)[number];

/** Letters of a note that says why a verdict was edited or retracted: a paragraph, not an article. */
export const MAX_NOTE = 1000;

/** Why nobody can comment, vote or rate there, or null. */
export function whyNotWrite(state: VerdictState, asker: Actor | null): RefusalCode | null {
  if (state === 'published') return null;
  if (state === 'retracted') return 'verdict-retracted';
  return isAdmin(asker) ? 'verdict-unpublished' : 'verdict-not-found';
}

/** Whether the verdict exists for the asker. */
export function isVisible(state: VerdictState, asker: Actor | null): boolean {
  return state !== 'unpublished' || isAdmin(asker);
}

function isAdmin(asker: Actor | null): boolean {
  return asker?.role === 'admin';
}
