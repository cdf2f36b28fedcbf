import { countsOf, withEnoughRatings, type RatingArrays } from './ratings.ts';

/** Regularization of the intercepts and of the factors. */
const INTERCEPTS = 0.15;
const FACTORS = 0.03;

/** A comment is helpful across viewpoints from this intercept on, if its factor is below the other limit. */
const HELPFUL_INTERCEPT = 0.4;
const ONE_SIDED_FACTOR = 0.5;

/** Largest change of a comment's intercept or factor in one round after which the rest can't be seen any more. */
const CONVERGED = 1e-6;
const MAX_ROUNDS = 2000;

/** The same ratings give the same result. */
const SEED = 20220913;

export interface CommentFactors {
  /** The number of each comment in the input. Comments with too few ratings are absent. */
  comments: Int32Array;
  /** How helpful a comment is, apart from who shares its viewpoint. */
  intercepts: Float64Array;
  /** Which viewpoint a comment appeals to. Its sign means nothing by itself. */
  factors: Float64Array;
  /** What was used: ratings by raters with enough ratings on comments with enough. */
  ratings: number;
  raters: number;
  rounds: number;
  converged: boolean;
}

/**
 * The algorithm of Community Notes (Wojcik et al. 2022, "Birdwatch: Crowd wisdom and bridging algorithms can inform
 * understanding and reduce the spread of misinformation", arXiv:2210.15723): each rating is estimated as
 * mu + i_u + i_c + f_u · f_c, with an intercept and one factor for each rater u and comment c. What raters of one viewpoint
 * like is explained by the factors, so only what all like is left for the intercept.
 *
 * As in the published code, the loss is the mean squared error plus the mean square of each kind of parameter times its
 * regularization. For fixed comments the best rater is two linear equations, and the reverse: it alternates between them
 * instead of descending a gradient, so nothing depends on a learning rate.
 */
export function factorize(all: RatingArrays): CommentFactors {
  const ratings = withEnoughRatings(all);
  const comments = new Side(ratings.comments);
  const raters = new Side(ratings.raters);
  randomFactors(comments.factors);
  const { helpful } = ratings;
  let [rounds, change] = [0, helpful.length ? Infinity : 0];
  for (; rounds < MAX_ROUNDS && change > CONVERGED; rounds++) {
    const mu = globalIntercept(helpful, comments, raters);
    raters.fit(helpful, mu, comments);
    change = comments.fit(helpful, mu, raters);
  }
  orient(raters, comments);
  return {
    comments: comments.ids,
    intercepts: comments.intercepts,
    factors: comments.factors,
    ratings: helpful.length,
    raters: raters.ids.length,
    rounds,
    converged: change <= CONVERGED,
  };
}

/** Whether readers of different viewpoints find a comment helpful. */
export function isHelpfulAcross({ intercept, factor }: { intercept: number; factor: number }): boolean {
  return intercept >= HELPFUL_INTERCEPT && !isOneSided({ factor });
}

/** Whether it is one viewpoint that finds a comment helpful or not. */
export function isOneSided({ factor }: { factor: number }): boolean {
  return Math.abs(factor) >= ONE_SIDED_FACTOR;
}

/** The raters or the comments, numbered without gaps, with their parameters and the places of their ratings. */
class Side {
  readonly ids: Int32Array;
  /** For each rating, whose it is. */
  readonly of: Int32Array;
  readonly intercepts: Float64Array;
  readonly factors: Float64Array;
  /** The ratings of number i are those at `order[starts[i]]` to `order[starts[i + 1] - 1]`. */
  private readonly starts: Int32Array;
  private readonly order: Int32Array;

  constructor(numbers: Int32Array) {
    const counts = countsOf(numbers);
    this.ids = Int32Array.from(counts.keys()).filter((id) => counts[id]! > 0);
    const places = new Int32Array(counts.length);
    this.ids.forEach((id, place) => (places[id] = place));
    this.of = numbers.map((id) => places[id]!);
    this.starts = new Int32Array(this.ids.length + 1);
    this.ids.forEach((id, place) => (this.starts[place + 1] = this.starts[place]! + counts[id]!));
    this.order = new Int32Array(numbers.length);
    const next = this.starts.slice();
    this.of.forEach((place, rating) => (this.order[next[place]!++] = rating));
    this.intercepts = new Float64Array(this.ids.length);
    this.factors = new Float64Array(this.ids.length);
  }

  /** Sets the parameters that fit best to those of the other side. @returns the largest change */
  fit(helpful: Uint8Array, mu: number, other: Side): number {
    // Means over the ratings and over this side, multiplied by the number of ratings.
    const weight = helpful.length / this.ids.length;
    let largest = 0;
    for (let i = 0; i < this.ids.length; i++) {
      let [n, f, ff, r, rf] = [0, 0, 0, 0, 0];
      for (let at = this.starts[i]!; at < this.starts[i + 1]!; at++) {
        const rating = this.order[at]!;
        const theirs = other.of[rating]!;
        const factor = other.factors[theirs]!;
        const rest = helpful[rating]! - mu - other.intercepts[theirs]!;
        n++;
        f += factor;
        ff += factor * factor;
        r += rest;
        rf += rest * factor;
      }
      const [a, b] = [n + INTERCEPTS * weight, ff + FACTORS * weight];
      const determinant = a * b - f * f;
      const intercept = (r * b - rf * f) / determinant;
      const factor = (rf * a - r * f) / determinant;
      largest = Math.max(
        largest,
        Math.abs(intercept - this.intercepts[i]!),
        Math.abs(factor - this.factors[i]!),
      );
      this.intercepts[i] = intercept;
      this.factors[i] = factor;
    }
    return largest;
  }
}

function globalIntercept(helpful: Uint8Array, comments: Side, raters: Side): number {
  let sum = 0;
  for (let at = 0; at < helpful.length; at++) {
    const [c, u] = [comments.of[at]!, raters.of[at]!];
    sum +=
      helpful[at]! -
      comments.intercepts[c]! -
      raters.intercepts[u]! -
      comments.factors[c]! * raters.factors[u]!;
  }
  return helpful.length ? sum / helpful.length / (1 + INTERCEPTS) : 0;
}

/** Either sign of all factors fits equally well: most raters get a negative one, as in the published code. */
function orient(raters: Side, comments: Side): void {
  const positive = raters.factors.filter((factor) => factor > 0).length;
  if (positive * 2 <= raters.factors.length) return;
  comments.factors.forEach((factor, i) => (comments.factors[i] = -factor));
}

/** Small numbers with both signs by a linear congruential generator; at zero, no factor would ever leave it. */
function randomFactors(factors: Float64Array): void {
  let state = SEED;
  for (let i = 0; i < factors.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    factors[i] = state / 2 ** 32 - 0.5;
  }
}
