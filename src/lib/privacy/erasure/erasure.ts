export const COMMENT_CHOICES = ['keep', 'withdraw'] as const;
export type CommentChoice = (typeof COMMENT_CHOICES)[number];

/** Long enough to notice that someone else did it, or to reconsider. */
export const GRACE_DAYS = 7;

export function eraseAtFrom(now: Date): Date {
  return new Date(now.getTime() + GRACE_DAYS * 24 * 3600_000);
}
