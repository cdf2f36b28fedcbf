import { expect, test } from 'vitest';
import { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import { changedClaim } from './offer-credit.svelte.ts';

test('a credit is offered only once the changed vote is saved', () => {
  const claim = { id: 'a', agree: 1, disagree: 0, counted: 1, mine: 'agree' as const };
  const shown = { sort: 'newest' as const, items: [], next: null, moreReplies: {}, following: {} };
  const { tallies } = new Discussion({
    ...shown,
    slug: 'v',
    viewer: () => null,
    seq: 1,
    total: 0,
    claims: [claim],
  });
  const sides = new Map();
  const changed = () => changedClaim(sides, tallies);
  expect(changed()).toBeUndefined();
  tallies.pressVote('a', 'disagree');
  expect(changed()).toBeUndefined();
  tallies.undo('a');
  expect(changed()).toBeUndefined();
  tallies.pressVote('a', 'disagree');
  tallies.setOwnVote('a', { agree: 0, disagree: 1, counted: 2, mine: 'disagree' });
  expect(changed()).toBe('a');
  expect(changed()).toBeUndefined();
});
