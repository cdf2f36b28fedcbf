import { heldBack, type Restriction } from '#lib/standing/restriction.ts';

/** An account that may not comment has no other text to show either, on its page and its card. */
export function shownBio(bio: string | null, restrictions: Restriction[], now: Date): string | null {
  return heldBack(restrictions, 'comment', now) ? null : bio;
}
