import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasBadge } from './badge.ts';
import {
  campScore,
  ENOUGH,
  groundScore,
  helpfulBound,
  sideScore,
  type CampRatings,
  type Rated,
} from './score.ts';

// Few ratings often, many sometimes: what changes at three matters as much as what holds at a thousand.
const count = fc.oneof(fc.nat(4), fc.nat(30), fc.nat(3000));
const ratings = fc.record({ helpful: count, notHelpful: count });
const camps: fc.Arbitrary<CampRatings> = fc.record({ agree: ratings, disagree: ratings });
/** Readers in neither camp rate, too. */
const rated = fc
  .record({ camps, neither: ratings })
  .map(({ camps: { agree, disagree }, neither }): Rated => ({
    agree,
    disagree,
    all: {
      helpful: agree.helpful + disagree.helpful + neither.helpful,
      notHelpful: agree.notHelpful + disagree.notHelpful + neither.notHelpful,
    },
  }));
const standing = fc.record({ born: fc.nat(100_000), credits: fc.nat(50) });
const many = { numRuns: 3000, seed: 20261129 };

const boundOf = (helpful: number, total: number) => helpfulBound({ helpful, notHelpful: total - helpful });

const swapped = <T extends CampRatings>(each: T): T => ({
  ...each,
  agree: each.disagree,
  disagree: each.agree,
});

function plusHelpful(before: Rated, camp: 'agree' | 'disagree' | 'neither'): Rated {
  const more = ({ helpful, notHelpful }: Rated['all']) => ({ helpful: helpful + 1, notHelpful });
  const after = { ...before, all: more(before.all) };
  return camp === 'neither' ? after : { ...after, [camp]: more(before[camp]) };
}

test('the bound is Wilson’s at z = 1.2816', () => {
  expect(boundOf(0, 0)).toBe(0);
  expect(boundOf(3, 3)).toBeCloseTo(0.6462, 4);
  expect(boundOf(40, 50)).toBeCloseTo(0.7185, 4);
  for (const total of [1, 7, 49, 1_000_000]) expect(boundOf(0, total)).toBeGreaterThanOrEqual(0);
});

test('where both camps have three ratings, the score is the square root of the product of their bounds', () => {
  const all = { helpful: 12, notHelpful: 3 };
  const both = { agree: { helpful: 8, notHelpful: 1 }, disagree: { helpful: 3, notHelpful: 2 }, all };
  const expected = Math.sqrt(boundOf(8, 9) * boundOf(3, 5));
  expect(groundScore(both, { born: 900, credits: 0 })).toBeCloseTo(expected, 12);
});

test('swapping the camps gives the same score and the same badge', () => {
  fc.assert(
    fc.property(rated, standing, fc.boolean(), (each, at, had) => {
      expect(groundScore(swapped(each), at)).toBe(groundScore(each, at));
      expect(hasBadge(swapped(each), had)).toBe(hasBadge(each, had));
    }),
    many,
  );
});

test('one more helpful rating, from either camp or from neither, never lowers the score and never costs the badge', () => {
  const by = fc.constantFrom('agree' as const, 'disagree' as const, 'neither' as const);
  fc.assert(
    fc.property(rated, standing, by, fc.boolean(), (before, at, camp, had) => {
      const after = plusHelpful(before, camp);
      expect(groundScore(after, at)).toBeGreaterThanOrEqual(groundScore(before, at) - 1e-12);
      if (hasBadge(before, had)) expect(hasBadge(after, true)).toBe(true);
    }),
    many,
  );
});

test('one camp alone can never earn the badge, however much it likes the comment', () => {
  fc.assert(
    fc.property(ratings, count, fc.nat(3), (loved, against, few) => {
      // Up to three more helpful ratings of the other camp than not helpful ones.
      const other = { helpful: against + few, notHelpful: against };
      expect(hasBadge({ agree: loved, disagree: other }, false)).toBe(false);
      expect(hasBadge({ agree: other, disagree: loved }, false)).toBe(false);
    }),
    many,
  );
});

test('one camp alone can’t lift a comment that the other camp rejects', () => {
  const rejected = { agree: { helpful: 500, notHelpful: 0 }, disagree: { helpful: 0, notHelpful: 3 } };
  const all = { helpful: 500, notHelpful: 3 };
  expect(groundScore({ ...rejected, all }, { born: 900, credits: 0 })).toBeCloseTo(0, 12);
});

test('the third rating of a camp, if helpful, never lowers the score; if not, it costs no more than it says', () => {
  const all = (more: number) => ({ helpful: 102 + more, notHelpful: 0 });
  const agree = { helpful: 100, notHelpful: 0 };
  const two = { agree, disagree: { helpful: 2, notHelpful: 0 }, all: all(0) };
  const third = { agree, disagree: { helpful: 3, notHelpful: 0 }, all: all(1) };
  const at = { born: 0, credits: 0 };
  expect(groundScore(two, at)).toBe(groundScore(third, at));
  expect(boundOf(102, 102)).toBeGreaterThan(groundScore(third, at));
});

test('the badge needs four more helpful ratings in each camp, one in twenty of a camp’s or ten; it is kept down to two', () => {
  const camp = (helpful: number, notHelpful: number) => ({ helpful, notHelpful });
  const both = (each: CampRatings['agree']) => ({ agree: each, disagree: each });
  expect(hasBadge(both(camp(3, 0)), false)).toBe(false);
  expect(hasBadge(both(camp(4, 0)), false)).toBe(true);
  expect(hasBadge(both(camp(42, 38)), false)).toBe(true);
  expect(hasBadge(both(camp(43, 39)), false)).toBe(false);
  expect(hasBadge(both(camp(1010, 1000)), false)).toBe(true);
  expect(hasBadge(both(camp(4, 2)), true)).toBe(true);
  expect(hasBadge(both(camp(4, 3)), true)).toBe(false);
});

test('unrated, the later comment of a thread is first; the boost ends with ratings and never beats a comment that both camps like', () => {
  const none = { helpful: 0, notHelpful: 0 };
  const unrated = { agree: none, disagree: none, all: none };
  const score = (each: Rated, born: number) => groundScore(each, { born, credits: 0 });
  expect(score(unrated, 12)).toBeGreaterThan(score(unrated, 11));
  const disliked = { ...unrated, all: { helpful: 0, notHelpful: 50 } };
  expect(score(disliked, 1_000_000)).toBeLessThan(0.02);
  const liked = { helpful: 3, notHelpful: 0 };
  const bridging = { agree: liked, disagree: liked, all: { helpful: 6, notHelpful: 0 } };
  expect(score(bridging, 1)).toBeGreaterThan(score(unrated, 1_000_000));
});

test('changed minds raise a comment by at most a tenth', () => {
  fc.assert(
    fc.property(rated, fc.nat(1000), fc.nat(1000), (each, born, credits) => {
      const gain = groundScore(each, { born, credits }) - groundScore(each, { born, credits: 0 });
      expect(gain).toBeGreaterThanOrEqual(0);
      expect(gain).toBeLessThanOrEqual(0.1 + 1e-12);
    }),
  );
});

test('a side’s score is null until three of it have rated', () => {
  expect(sideScore({ helpful: ENOUGH - 1, notHelpful: 0 })).toBeNull();
  expect(sideScore({ helpful: 2, notHelpful: 1 })).toBeCloseTo(boundOf(2, 3), 12);
  expect(campScore({ agree: { helpful: 0, notHelpful: 3 }, disagree: { helpful: 9, notHelpful: 0 } })).toBe(
    0,
  );
});
