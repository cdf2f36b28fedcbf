import { expect, test } from 'vitest';
import { trustOf, type TrustFacts } from './trust.ts';

const now = new Date('2026-06-01T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60 * 1000);
const facts = (own: Partial<TrustFacts>): TrustFacts => ({
  role: 'reader',
  joinedAt: daysAgo(100),
  visibleComments: 0,
  removed: 0,
  addressConfirmed: null,
  ...own,
});
const level = (own: Partial<TrustFacts>) => trustOf(facts(own), now).level;

test('a new account has level 0 and learns what is missing', () => {
  expect(trustOf(facts({ joinedAt: daysAgo(0.5) }), now)).toEqual({
    level: 0,
    missing: ['3 more days', '2 more comments that stay'],
  });
  expect(trustOf(facts({ joinedAt: daysAgo(2.5), visibleComments: 1 }), now).missing).toEqual([
    '1 more day',
    '1 more comment that stays',
  ]);
});

test('three days and two visible comments make level 1, neither alone does', () => {
  expect(level({ joinedAt: daysAgo(3), visibleComments: 2 })).toBe(1);
  expect(level({ joinedAt: daysAgo(2.99), visibleComments: 2 })).toBe(0);
  expect(level({ joinedAt: daysAgo(300), visibleComments: 1 })).toBe(0);
});

test('if the operator requires it, level 1 needs a confirmed address as well', () => {
  const enough = { joinedAt: daysAgo(30), visibleComments: 30 };
  expect(trustOf(facts({ ...enough, addressConfirmed: false }), now)).toEqual({
    level: 0,
    missing: ['a confirmed email address (see your settings)'],
  });
  expect(level({ ...enough, addressConfirmed: true })).toBe(2);
});

test('fifteen days and twenty comments, under a tenth removed, make level 2', () => {
  expect(level({ joinedAt: daysAgo(15), visibleComments: 20 })).toBe(2);
  expect(level({ joinedAt: daysAgo(14), visibleComments: 20 })).toBe(1);
  expect(level({ joinedAt: daysAgo(15), visibleComments: 19 })).toBe(1);
  expect(level({ joinedAt: daysAgo(15), visibleComments: 27, removed: 3 })).toBe(1);
  expect(level({ joinedAt: daysAgo(15), visibleComments: 28, removed: 3 })).toBe(2);
});

test('moderators and admins are above trust levels from the first day', () => {
  for (const role of ['moderator', 'admin'] as const)
    expect(trustOf(facts({ role, joinedAt: now }), now)).toEqual({ level: 3, missing: [] });
});
