/**
 * One person with many accounts must not swing the votes on a claim, or the ratings of a comment, before a moderator
 * can look. In a burst, further votes of fresh accounts are held: stored, shown to their owner, and counted ten minutes
 * later unless the account is restricted by then. Every counted vote has the same weight.
 */

const MINUTE = 60_000;

/**
 * Fresh accounts whose votes on one claim, or ratings of one comment, count at once within the window. Those after the
 * 20th are held. A link shared widely brings fewer new accounts to one claim in ten minutes.
 */
export const BURST_ACCOUNTS = 20;
/** An account is fresh for its first hour. A crowd that was prepared earlier is visible in the sign-ups. */
export const FRESH_FOR = 60 * MINUTE;
export const BURST_WINDOW = 10 * MINUTE;
/** Time for a moderator to look and to restrict the accounts. */
export const HELD_FOR = 10 * MINUTE;

export interface BurstTimes {
  now: Date;
  /** Accounts created after it are fresh; null: none is. */
  freshAfter: Date | null;
  since: Date;
  countsAt: Date;
}

/** `limited`: false if the operator turned the limits off. */
export function burstTimes(now: Date, limited: boolean): BurstTimes {
  const at = (ms: number) => new Date(now.getTime() + ms);
  return {
    now,
    freshAfter: limited ? at(-FRESH_FOR) : null,
    since: at(-BURST_WINDOW),
    countsAt: at(HELD_FOR),
  };
}
