import fc from 'fast-check';
import { expect, test } from 'vitest';
import { periodsOf, type Month } from './periods.ts';

const BOUNDS = { leastVotes: 20, mostPeriods: 24 };
const month = (month: string, agree: number, disagree = 0): Month => ({
  month,
  verdicts: 1,
  agree,
  disagree,
});

test('months with too few votes join the next, and what is left at the end joins the last period', () => {
  const months = [
    month('2026-01', 5, 4),
    month('2026-03', 8, 3),
    month('2026-04', 15, 10),
    month('2026-05', 1),
  ];
  expect(periodsOf(months, BOUNDS)).toMatchObject([
    { from: '2026-01', to: '2026-03', verdicts: 2, count: 13, of: 20, share: 0.65 },
    { from: '2026-04', to: '2026-05', verdicts: 2, count: 16, of: 26 },
  ]);
});

test('too few votes in all make no period', () => {
  expect(periodsOf([month('2026-01', 19)], BOUNDS)).toEqual([]);
  expect(periodsOf([], BOUNDS)).toEqual([]);
});

const months = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1990, max: 2060 }), fc.integer({ min: 1, max: 12 })), {
    selector: String,
    maxLength: 80,
  })
  .chain((dates) =>
    fc.tuple(
      ...dates.map(([year, number]) =>
        fc
          .tuple(fc.nat(40), fc.nat(40))
          .map(([agree, disagree]) => month(`${year}-${String(number).padStart(2, '0')}`, agree, disagree)),
      ),
    ),
  );

test('whatever the months, each period has enough votes, no vote is lost, and they fit into a plot', () => {
  fc.assert(
    fc.property(months, (months) => {
      const periods = periodsOf(months, BOUNDS);
      const all = months.reduce((total, { agree, disagree }) => total + agree + disagree, 0);
      expect(periods.length).toBeLessThanOrEqual(BOUNDS.mostPeriods);
      for (const { of } of periods) expect(of).toBeGreaterThanOrEqual(BOUNDS.leastVotes);
      if (periods.length > 0) expect(periods.reduce((total, { of }) => total + of, 0)).toBe(all);
      for (const [i, { from }] of periods.entries()) if (i > 0) expect(from > periods[i - 1]!.to).toBe(true);
    }),
  );
});
