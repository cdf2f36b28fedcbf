/**
 * One person with many accounts must not swing votes or ratings before a moderator can look. In a burst, further votes
 * of fresh accounts are held: stored, shown to their owner, and counted ten minutes later unless the account is
 * restricted by then.
 */

const MINUTE = 60_000;

/** Fresh accounts whose votes on one claim count at once within the window. A widely shared link brings fewer. */
export const BURST_ACCOUNTS = 20;
/** An account is fresh for its first hour. A crowd that was prepared earlier is visible in the sign-ups. */
const FRESH_FOR = 60 * MINUTE;
const BURST_WINDOW = 10 * MINUTE;
/** Time for a moderator to look and to restrict the accounts. */
const HELD_FOR = 10 * MINUTE;

export interface BurstTimes {
  now: Date;
  /** Accounts created after it are fresh; null: none. */
  freshAfter: Date | null;
  since: Date;
  countsAt: Date;
}

export function burstTimes(now: Date, limited: boolean): BurstTimes {
  const at = (ms: number) => new Date(now.getTime() + ms);
  return {
    now,
    freshAfter: limited ? at(-FRESH_FOR) : null,
    since: at(-BURST_WINDOW),
    countsAt: at(HELD_FOR),
  };
}
