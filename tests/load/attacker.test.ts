// Whether numbers that anyone can see tell in which camp a person is. The model: tests/load/common-ground/attacker.ts.
import { expect, test } from 'vitest';
import { attack } from './common-ground/attacker.ts';

const AT_MOST = 0.05;
/** A reader answers two comments, each in the minute in which they rate it. No one else does anything in that minute. */
const quiet = { answers: 2 };

test('what derives from the camps tells the camp of a person at most 5 points better than guessing', () => {
  // Both camps rate alike, so that the totals tell nothing, and all that is learnt is learnt from order, badge and best.
  const { base, marks, both } = attack({ ...quiet, alike: true });
  expect(marks - base).toBeLessThanOrEqual(AT_MOST);
  expect(both - base).toBeLessThanOrEqual(AT_MOST);
});

test('if it changed with each rating, the attacker would win', () => {
  // Each change would tell the camp of one rating, so the counts could be followed from the first one on.
  const rules = { ...quiet, alike: true, toldCounts: true };
  const [atOnce, atTens] = [attack({ ...rules, atOnce: true }), attack(rules)];
  expect(atOnce.marks - atOnce.base).toBeGreaterThan(0.2);
  // Even one who knew those counts, which can't be followed at multiples of ten.
  expect(atTens.marks - atTens.base).toBeLessThan((atOnce.marks - atOnce.base) / 3);
});

test('where the public totals tell the camp already, what derives from the camps adds at most 2 points', () => {
  for (const rules of [quiet, { ...quiet, others: 2 }, { ...quiet, votesThen: true }]) {
    const { base, totals, both } = attack(rules);
    // Known, and said on /about/common-ground: the total of a rating or a vote moves at once.
    expect(totals - base).toBeGreaterThan(AT_MOST);
    expect(both - totals).toBeLessThanOrEqual(0.02);
  }
});
