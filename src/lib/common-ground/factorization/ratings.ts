/** One rating at each place of the three arrays. Comments and raters are numbered from 0. */
export interface RatingArrays {
  comments: Int32Array;
  raters: Int32Array;
  /** 1: helpful, 0: not helpful. */
  helpful: Uint8Array;
}

/** With fewer, a rater's or a comment's factor says more about chance than about them. */
const MIN_PER_RATER = 10;
const MIN_PER_COMMENT = 5;

/**
 * The ratings by raters with at least ten of them on comments with at least five. Dropping a comment takes ratings from its
 * raters, and the reverse, so it repeats until nothing changes.
 */
export function withEnoughRatings(ratings: RatingArrays): RatingArrays {
  for (let current = ratings; ;) {
    const next = dropFew(current);
    if (next.helpful.length === current.helpful.length) return next;
    current = next;
  }
}

function dropFew({ comments, raters, helpful }: RatingArrays): RatingArrays {
  const perComment = countsOf(comments);
  const perRater = countsOf(raters);
  const kept = (_: number, at: number) =>
    perComment[comments[at]!]! >= MIN_PER_COMMENT && perRater[raters[at]!]! >= MIN_PER_RATER;
  return { comments: comments.filter(kept), raters: raters.filter(kept), helpful: helpful.filter(kept) };
}

/** How often each number occurs. */
export function countsOf(numbers: Int32Array): Int32Array {
  let highest = -1;
  for (const number of numbers) if (number > highest) highest = number;
  const counts = new Int32Array(highest + 1);
  for (const number of numbers) counts[number]!++;
  return counts;
}
