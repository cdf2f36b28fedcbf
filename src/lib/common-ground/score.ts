import { wilsonInterval } from '../wilson.ts';

export interface Ratings {
  helpful: number;
  notHelpful: number;
}

/** A comment's ratings by those who agree with the verdict's headline claim, and by those who disagree. */
export interface CampRatings {
  agree: Ratings;
  disagree: Ratings;
}

export interface Rated extends CampRatings {
  /** Everyone's, also of readers in neither camp. */
  all: Ratings;
}

export interface Position {
  /** The seq at which the comment was created. */
  born: number;
  /** Readers who said that it changed their mind, as published. */
  credits: number;
}

/** Of the one-sided 90 % bound: nine of ten true shares are above it. */
const Z = 1.2816;

/** Ratings of each camp from which the comment is judged by both. */
export const ENOUGH = 3;
const MAX_BOOST = 0.25;
const BOOST_STEP = 0.03;
const MAX_BONUS = 0.1;
const BONUS_STEP = 0.025;

export const countOf = ({ helpful, notHelpful }: Ratings): number => helpful + notHelpful;

/** The share of helpful ratings, estimated cautiously: 0 without ratings. Also in SQL: `ground_wilson`. */
export function helpfulBound(ratings: Ratings): number {
  return wilsonInterval(ratings.helpful, countOf(ratings), Z).low;
}

/** How helpful one camp finds it; null: too few of it have rated. Also in SQL: `ground_side`. */
export function sideScore(ratings: Ratings): number | null {
  return countOf(ratings) < ENOUGH ? null : helpfulBound(ratings);
}

/** Whether enough of both camps have rated it. */
export function isJudgedByBoth({ agree, disagree }: CampRatings): boolean {
  return countOf(agree) >= ENOUGH && countOf(disagree) >= ENOUGH;
}

/**
 * The geometric mean of how helpful each camp finds it. Missing ratings up to `ENOUGH` count as helpful: the best that
 * it can have when both camps have rated. Also in SQL: `ground_camps`.
 */
export function campScore({ agree, disagree }: CampRatings): number {
  return Math.sqrt(atBest(agree) * atBest(disagree));
}

function atBest(ratings: Ratings): number {
  const missing = Math.max(0, ENOUGH - countOf(ratings));
  return helpfulBound({ ...ratings, helpful: ratings.helpful + missing });
}

/**
 * The sort key of common ground. Until both camps have rated: Wilson's bound over all ratings with a boost for recent
 * comments, but no more than `campScore`. Without that limit, a comment at 0.98 from one camp would fall to 0.8 when the
 * other camp's third reader finds it helpful, too. See docs/decisions/0010. Also in SQL: `ground_score`.
 */
export function groundScore(rated: Rated, { born, credits }: Position): number {
  const camps = campScore(rated);
  return (isJudgedByBoth(rated) ? camps : Math.min(fallback(rated.all, born), camps)) + creditBonus(credits);
}

/** Wilson's bound over all ratings, with the boost of a comment that few have rated. Also in SQL: `ground_fallback`. */
export function fallback(all: Ratings, born: number): number {
  return helpfulBound(all) + (recency(born) * ENOUGH) / (ENOUGH + countOf(all));
}

/**
 * Recent means late in the thread, not few hours ago: this way the order of two comments never changes by itself, and
 * an index can hold it.
 */
function recency(born: number): number {
  return Math.min(MAX_BOOST, BOOST_STEP * Math.log(1 + born));
}

/** A few changed minds are worth about as much as one more rating of each camp. */
export function creditBonus(credits: number): number {
  return Math.min(MAX_BONUS, BONUS_STEP * Math.log2(1 + credits));
}
