import type { Minds } from '#lib/verdicts/verdict-view.ts';

/**
 * Readers who voted, then opened the discussion, and whose vote still stands: by their first and their last vote.
 */
export interface MindCounts {
  stayedAgree: number;
  stayedDisagree: number;
  /** From disagree to agree. */
  won: number;
  /** From agree to disagree. */
  lost: number;
}

/** Of fewer readers, nothing is shown. */
export const MIN_READERS = 20;

/** Of the standard normal distribution: 95 % are within. */
const Z = 1.959964;

/**
 * The agree share of first and last votes, with the 95 % interval of their difference: Bonett and Price, "Adjusted Wald
 * confidence interval for a difference of binomial proportions based on paired data", Journal of Educational and
 * Behavioral Statistics 37 (2012), 479–488. It adds one to each of the two numbers of changed votes.
 */
export function mindsOf({ stayedAgree, stayedDisagree, won, lost }: MindCounts): Minds {
  const readers = stayedAgree + stayedDisagree + won + lost;
  const [gain, loss] = [(won + 1) / (readers + 2), (lost + 1) / (readers + 2)];
  const middle = gain - loss;
  const half = Z * Math.sqrt((gain + loss - middle ** 2) / (readers + 2));
  return {
    readers,
    before: rounded((stayedAgree + lost) / readers),
    after: rounded((stayedAgree + won) / readers),
    low: rounded(Math.max(-1, middle - half)),
    high: rounded(Math.min(1, middle + half)),
  };
}

const rounded = (share: number): number => Math.round(share * 1e4) / 1e4;

export interface PublishedMinds {
  minds: Minds | null;
  /** The highest number of tens of readers at which something was published. */
  tens: number;
}

/**
 * What is published after a change; null: what is published stays. It changes only when the readers enter a ten that they
 * haven't reached before, so that nobody can tell from two numbers how one reader voted. With too few readers it goes.
 */
export function nextMinds(counts: MindCounts, { minds, tens }: PublishedMinds): PublishedMinds | null {
  const readers = counts.stayedAgree + counts.stayedDisagree + counts.won + counts.lost;
  const now = Math.floor(readers / 10);
  if (readers < MIN_READERS) return minds === null ? null : { minds: null, tens };
  return now > tens ? { minds: mindsOf(counts), tens: now } : null;
}
