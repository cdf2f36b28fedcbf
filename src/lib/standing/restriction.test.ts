import { expect, test } from 'vitest';
import { heldBack, type Restriction } from './restriction.ts';

const now = new Date('2026-06-01T12:00:00Z');
const later = new Date('2026-06-01T13:00:00Z');
const restriction = (own: Partial<Restriction>): Restriction => ({
  scope: 'comment',
  until: later,
  reason: 'spam',
  ...own,
});

test('a restriction blocks what it names, and nothing else', () => {
  expect(heldBack([restriction({})], 'comment', now)).toMatchObject({ code: 'restricted', until: later });
  expect(heldBack([restriction({})], 'vote', now)).toBeNull();
  expect(heldBack([restriction({ scope: 'vote' })], 'comment', now)).toBeNull();
  for (const act of ['comment', 'vote'] as const)
    expect(heldBack([restriction({ scope: 'everything' })], act, now)).not.toBeNull();
});

test('it ends by itself when it expires', () => {
  expect(heldBack([restriction({})], 'comment', later)).toBeNull();
  expect(heldBack([restriction({ until: null })], 'comment', new Date('2999-01-01'))).not.toBeNull();
});

test('of several, the message names the longest', () => {
  const several = [restriction({}), restriction({ until: null }), restriction({ until: now })];
  expect(heldBack(several, 'comment', now)!.message).toContain('permanently');
  expect(heldBack([restriction({})], 'comment', now)!.message).toContain('until 2026-06-01 13:00 UTC');
});
