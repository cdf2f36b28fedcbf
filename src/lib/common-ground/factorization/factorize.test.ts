import { expect, test } from 'vitest';
import { factorize, isHelpfulAcross } from './factorize.ts';
import { withEnoughRatings, type RatingArrays } from './ratings.ts';

/** Rows of comments, columns of raters: 1 helpful, 0 not, a space no rating. */
function ratingsOf(rows: string[]): RatingArrays {
  const all = rows.flatMap((row, comment) =>
    [...row].flatMap((sign, rater) => (sign === ' ' ? [] : [{ comment, rater, helpful: Number(sign) }])),
  );
  return {
    comments: Int32Array.from(all, ({ comment }) => comment),
    raters: Int32Array.from(all, ({ rater }) => rater),
    helpful: Uint8Array.from(all, ({ helpful }) => helpful),
  };
}

const FIRST = '1111111111' + '0000000000';
const OTHER = '0000000000' + '1111111111';
const BOTH = '1'.repeat(20);
const NEITHER = '0'.repeat(20);

const resultOf = (rows: string[]) => {
  const { comments, intercepts, factors, ...rest } = factorize(ratingsOf(rows));
  const items = Array.from(comments, (comment, i) => ({
    comment,
    intercept: intercepts[i]!,
    factor: factors[i]!,
  }));
  return { ...rest, items };
};

test('what one camp likes is explained by the factor, what both like by the intercept', () => {
  const rows = [FIRST, FIRST, FIRST, OTHER, OTHER, OTHER, BOTH, NEITHER, NEITHER, NEITHER];
  const { items, converged } = resultOf(rows);
  expect(converged).toBe(true);
  expect(items.map((item) => isHelpfulAcross(item))).toEqual(rows.map((row) => row === BOTH));
  const signs = items.slice(0, 6).map(({ factor }) => Math.sign(factor));
  expect(new Set(signs.slice(0, 3)).size).toBe(1);
  expect(signs.slice(3)).toEqual(signs.slice(0, 3).map((sign) => -sign));
  for (const { factor } of items.slice(6)) expect(Math.abs(factor)).toBeLessThan(0.1);
});

test('a comment needs five raters who have ten ratings each, counted again after each removal', () => {
  // One rater has one rating; without it the last comment has four, and without that comment all raters have nine.
  const nine = Array.from({ length: 9 }, () => '11111');
  const sizeOf = (last: string) => {
    const { comments, raters } = withEnoughRatings(ratingsOf([...nine, last]));
    return [new Set(comments).size, new Set(raters).size];
  };
  expect(sizeOf('1111 1')).toEqual([0, 0]);
  expect(sizeOf('111111')).toEqual([10, 5]);
});

test('the same ratings give the same result, and a copy with the camps exchanged the same intercepts', () => {
  const rows = [FIRST, FIRST, FIRST, FIRST, OTHER, OTHER, BOTH, BOTH, NEITHER, NEITHER];
  expect(resultOf(rows)).toEqual(resultOf(rows));
  const exchanged = rows.map((row) => row.slice(10) + row.slice(0, 10));
  resultOf(exchanged).items.forEach(({ intercept, factor }, i) => {
    expect(intercept).toBeCloseTo(resultOf(rows).items[i]!.intercept, 4);
    expect(Math.abs(factor)).toBeCloseTo(Math.abs(resultOf(rows).items[i]!.factor), 4);
  });
});

test('with too few ratings there is no result', () => {
  expect(resultOf([])).toMatchObject({ items: [], ratings: 0, raters: 0, rounds: 0, converged: true });
  expect(resultOf([BOTH, BOTH])).toMatchObject({ items: [], ratings: 0 });
});
