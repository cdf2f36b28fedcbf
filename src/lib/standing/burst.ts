/**
 * A person who makes many accounts must not be able to swing the votes on a claim, or the ratings of a comment, before
 * a moderator can look. In a burst, further votes of fresh accounts are held: stored, shown to their owner, and counted
 * ten minutes later if the account is still in good standing. Every counted vote has the same weight.
 */

const MINUTE = 60_000;

/**
 * Fresh accounts whose votes on one claim, or ratings of one comment, count at once within the window. From the 21st
 * on they are held. An ordinary link that is shared brings fewer new accounts to one claim in ten minutes.
 */
export const BURST_ACCOUNTS = 20;
/** An account is fresh for its first hour. A crowd prepared earlier shows in the sign-ups of that time. */
export const FRESH_FOR = 60 * MINUTE;
/** The window in which fresh accounts are counted. */
export const BURST_WINDOW = 10 * MINUTE;
/** How long a vote is held: time for a moderator to look and to restrict the accounts. */
export const HELD_FOR = 10 * MINUTE;

/** The times that decide about one vote, as the store compares them. */
export interface BurstTimes {
  now: Date;
  /** Accounts made after it are fresh; null: none is. */
  freshAfter: Date | null;
  /** Votes of fresh accounts after it belong to the same burst. */
  since: Date;
  /** When the vote counts if it is held. */
  countsAt: Date;
}

/** `limited`: false where the operator has turned the limits off. */
export function burstTimes(now: Date, limited: boolean): BurstTimes {
  const at = (ms: number) => new Date(now.getTime() + ms);
  return {
    now,
    freshAfter: limited ? at(-FRESH_FOR) : null,
    since: at(-BURST_WINDOW),
    countsAt: at(HELD_FOR),
  };
}
