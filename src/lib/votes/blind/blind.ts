/** Hours after a verdict's publication on this site in which its pages show a tally only to those who voted or asked. */
export const BLIND_HOURS = 24;

export const BLIND_FOR = BLIND_HOURS * 60 * 60 * 1000;

/** `published`: the verdict's `createdAt`. */
export function isBlind(published: Date, now: Date): boolean {
  return now.getTime() < published.getTime() + BLIND_FOR;
}
