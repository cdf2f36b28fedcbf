/**
 * Hours after a verdict's publication on this site in which its pages show a tally only to those who voted on the claim
 * or asked for it, so that first votes are the readers' own.
 */
export const BLIND_HOURS = 24;
