import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRejectionDue, MIN_CAMP, rejectionOf, weakestLinkOf, type CampVotes } from './rejection.ts';

const camp = fc
  .tuple(fc.nat(60), fc.nat(60))
  .map(([disagree, agree]): CampVotes => ({ disagree, total: disagree + agree }));
const votes = (disagree: number, total: number): CampVotes => ({ disagree, total });

test('the rejection is the same when the camps are swapped', () => {
  fc.assert(fc.property(camp, camp, (a, b) => Object.is(rejectionOf(a, b), rejectionOf(b, a))));
});

test('one more vote against a claim never makes its rejection less', () => {
  fc.assert(
    fc.property(camp, camp, (a, b) => {
      const more = rejectionOf(votes(a.disagree + 1, a.total + 1), b) ?? 0;
      return more >= (rejectionOf(a, b) ?? 0);
    }),
  );
});

test('one camp alone rejects nothing, and a claim that most of a camp accepts isn’t rejected', () => {
  fc.assert(
    fc.property(camp, camp, (a, b) => {
      const isRejected = rejectionOf(a, b) !== null;
      expect(isRejected).toBe(
        [a, b].every((each) => each.total >= MIN_CAMP && each.disagree > each.total / 2),
      );
    }),
  );
  expect(rejectionOf(votes(300, 300), votes(9, 9))).toBeNull();
  expect(rejectionOf(votes(300, 300), votes(120, 300))).toBeNull();
});

test('the rejection is the product of (D + 1) / (S + 2)', () => {
  expect(rejectionOf(votes(9, 10), votes(14, 18))).toBe((10 / 12) * (15 / 20));
});

test('it is computed at every ten votes, then at every tenth part, and not for one vote to and fro', () => {
  const computed: number[] = [];
  let published = 0;
  for (let total = 1; total <= 400; total++)
    if (isRejectionDue(total, published)) computed.push((published = Math.floor(total / 10) * 10));
  expect(computed.slice(0, 21)).toEqual([...Array.from({ length: 20 }, (_, i) => 10 * (i + 1)), 220]);
  expect(computed.slice(-3)).toEqual([330, 360, 390]);
  for (const total of [41, 49, 50, 51, 59]) expect(isRejectionDue(total, 50)).toBe(false);
  for (const total of [40, 60]) expect(isRejectionDue(total, 50)).toBe(true);
});

test('the weakest link is the most rejected claim, the first of equals; a headline claim never is', () => {
  const claims = [
    { id: 'a', rejection: 0.3 },
    { id: 'b', rejection: 0.5 },
    { id: 'c', rejection: 0.5 },
  ];
  expect(weakestLinkOf(claims)).toBe('b');
  expect(weakestLinkOf([{ id: 'a', rejection: null }, { id: 'b' }])).toBeNull();
  expect(weakestLinkOf([])).toBeNull();
  // Its camps are those who agree with it, and those who don't.
  fc.assert(fc.property(fc.nat(99), fc.nat(99), (a, d) => rejectionOf(votes(0, a), votes(d, d)) === null));
});
