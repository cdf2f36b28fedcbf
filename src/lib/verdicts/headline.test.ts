import { expect, test } from 'vitest';
import { headlineFirst, headlineOf, smallerCampOf } from './headline.ts';

const assumption = { kind: 'assumption', origin: 'assumption' } as const;
const label = { kind: 'classification', origin: 'classification-line' } as const;
const role = { kind: 'classification', origin: 'social-function' } as const;
const scored = { kind: 'classification', origin: 'score' } as const;

test('the headline is the score where one is stamped, otherwise the first classification', () => {
  expect(headlineOf({ score: null, claims: [assumption, label, role] })).toBe(label);
  expect(headlineOf({ score: { value: 4 }, claims: [label, scored, role] })).toBe(scored);
  // Posted by a program without a claim for its score.
  expect(headlineOf({ score: { value: 4 }, claims: [label, role] })).toBe(label);
});

test('the smaller camp is the side of the headline claim with fewer votes', () => {
  const votes = { agree: 12, disagree: 9 };
  const many = { agree: 90, disagree: 90 };
  expect(
    smallerCampOf({
      score: null,
      claims: [
        { ...label, ...votes },
        { ...role, ...many },
      ],
    }),
  ).toBe(9);
  expect(smallerCampOf({ score: null, claims: [{ ...assumption, ...many }] })).toBe(0);
});

test('the page shows the headline first, and the other claims in their order', () => {
  const claims = [label, role, scored, assumption];
  expect(headlineFirst({ score: { value: 4 }, claims }).claims).toEqual([scored, label, role, assumption]);
  expect(headlineFirst({ score: null, claims }).claims).toEqual(claims);
});

test('a verdict with assumptions only has no headline', () => {
  expect(headlineOf({ score: null, claims: [assumption] })).toBeNull();
});
