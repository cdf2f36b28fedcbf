import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keptInMemory } from '../../../../tests/support/kept-in-memory.ts';
import { MAX_BODY } from '#lib/discussion/comment.ts';
import { Draft } from './draft.svelte.ts';

beforeEach(keptInMemory);
afterEach(() => vi.unstubAllGlobals());

test('a text is saved under its key until it is sent', () => {
  const first = new Draft('v.top', '');
  first.body = 'To be continued';
  first.save();
  const later = new Draft('v.top', '');
  later.restore();
  expect(later.body).toBe('To be continued');
  later.clear();
  const last = new Draft('v.top', 'Returned by the server.');
  last.restore();
  expect(last.body).toBe('Returned by the server.');
});

test('it needs some text, and at most MAX_BODY characters, however many code units each takes', () => {
  const draft = new Draft('v.top', ' \n');
  expect(draft.problem).toBe('Write something first.');
  draft.body = '𝄞'.repeat(MAX_BODY);
  expect([draft.left, draft.problem]).toEqual([0, null]);
  draft.body += 'ab';
  expect(draft.problem).toBe('Shorten it by 2 characters.');
});
