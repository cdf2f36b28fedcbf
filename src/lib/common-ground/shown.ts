import { countOf, type CampRatings } from './score.ts';

/** Ratings of both camps together after which what derives from them may change. */
const STEP = 10;

/**
 * The counts that what readers see derives from: the exact ones as they were at the last multiple of ten. If it changed
 * with a single rating, the change would tell the camp of a reader whose rating is known. A rating that comes and goes at
 * a multiple of ten changes nothing. Also in SQL: `ground_is_due`.
 */
export function shownAfter(shown: CampRatings, exact: CampRatings): CampRatings {
  const last = Math.floor(totalOf(shown) / STEP) * STEP;
  return Math.abs(totalOf(exact) - last) >= STEP ? exact : shown;
}

const totalOf = ({ agree, disagree }: CampRatings): number => countOf(agree) + countOf(disagree);
