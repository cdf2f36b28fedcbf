import type { Actor } from '#lib/actor.ts';
import type { RefusalCode } from '#lib/refusal.ts';

/**
 * Only admins see an unpublished verdict. Of a retracted one, readers see the title, the note and the comments, and
 * can't add anything.
 */
export const VERDICT_STATES = ['published', 'unpublished', 'retracted'] as const;
export type VerdictState = (typeof VERDICT_STATES)[number];

/** Characters: a paragraph, not an article. */
export const MAX_NOTE = 1000;

/** Null: comments, votes and ratings are allowed. */
export function whyNotWrite(state: VerdictState, actor: Actor | null): RefusalCode | null {
  if (state === 'published') return null;
  if (state === 'retracted') return 'verdict-retracted';
  return isAdmin(actor) ? 'verdict-unpublished' : 'verdict-not-found';
}

export function isVisible(state: VerdictState, actor: Actor | null): boolean {
  return state !== 'unpublished' || isAdmin(actor);
}

function isAdmin(actor: Actor | null): boolean {
  return actor?.role === 'admin';
}
