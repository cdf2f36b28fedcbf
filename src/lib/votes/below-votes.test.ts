import { expect, test } from 'vitest';
import { belowVotes } from './below-votes.ts';

test('the stamp’s vote says that votes are hidden, and each reworded claim says that its votes are others', () => {
  const earlier = { label: 'Thin.', agree: 1, disagree: 0, until: 1, at: '2026-11-03T10:00:00.000Z' };
  const claims = [
    { id: 'a', kind: 'classification', earlier },
    { id: 'b', kind: 'assumption', earlier },
  ] as const;
  const { a, b } = belowVotes([...claims], '<form>');
  expect(a).toMatch(/choose a side and sign in.*<form>.*Earlier wording/);
  expect(b).toMatch(/^<p class=reworded>/);
  expect(belowVotes([], '<form>')).toEqual({});
});
