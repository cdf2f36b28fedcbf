import fc from 'fast-check';
import { expect, test } from 'vitest';
import { periodsOf } from './periods.ts';
import { PLOT_SIZES, plotOf } from './plot.ts';

const twoMonths = periodsOf(
  [
    { month: '2026-01', verdicts: 1, agree: 20, disagree: 20 },
    { month: '2026-02', verdicts: 1, agree: 30, disagree: 0 },
  ],
  { leastVotes: 20, mostPeriods: 24 },
);

test('shares are at their height between 0 and 100 %, in the middle of their period', () => {
  const { points, top, bottom, left, right, yTicks, shares, interval } = plotOf(twoMonths, PLOT_SIZES[0]!);
  expect(yTicks.map(({ label }) => label)).toEqual(['0 %', '20 %', '40 %', '60 %', '80 %', '100 %']);
  expect(points.map(({ y }) => y)).toEqual([(top + bottom) / 2, top]);
  expect(points[0]!.x).toBeCloseTo(left + ((right - left) * 15.5) / 59, 0);
  expect(shares).toMatch(/^M[\d.]+,132L[\d.]+,12$/);
  expect(interval).toMatch(/^M.*Z$/);
});

const period = fc.record({
  from: fc.integer({ min: 0, max: 600 }),
  length: fc.integer({ min: 0, max: 30 }),
});

test('whatever the periods and the width, everything is inside and no two labels overlap', () => {
  const month = (n: number) => `${1995 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;
  fc.assert(
    fc.property(
      fc.array(period, { minLength: 2, maxLength: 24 }),
      fc.constantFrom(...PLOT_SIZES),
      (all, size) => {
        let next = 0;
        const periods = all.map(({ from, length }) => {
          const [first, last] = [next + (from % 40), next + (from % 40) + length];
          next = last + 1;
          const share = { share: 0.5, low: 0.2, high: 0.9 };
          return { from: month(first), to: month(last), verdicts: 1, count: 10, of: 20, ...share };
        });
        const { points, xTicks, width, left, right, top, bottom } = plotOf(periods, size);
        for (const { x, low, high } of points) {
          expect(x >= left && x <= right).toBe(true);
          expect(high >= top && low <= bottom).toBe(true);
        }
        for (const [i, { x }] of xTicks.entries()) {
          expect(x - 30 >= 0 && x + 30 <= width).toBe(true);
          if (i > 0) expect(x - xTicks[i - 1]!.x).toBeGreaterThan(60);
        }
      },
    ),
  );
});
