import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keptInMemory } from '../../../../tests/support/kept-in-memory.ts';
import { MAX_BODY } from '#lib/discussion/comment.ts';
import { Draft } from './draft.svelte.ts';

beforeEach(keptInMemory);
afterEach(() => vi.unstubAllGlobals());

test('a text is kept under its place until it is sent', () => {
  const first = new Draft('v.top', '');
  first.body = 'To be continued';
  first.keep();
  const later = new Draft('v.top', '');
  later.recall();
  expect(later.body).toBe('To be continued');
  later.clear();
  const last = new Draft('v.top', 'What the server handed back.');
  last.recall();
  expect(last.body).toBe('What the server handed back.');
});

test('it can be sent when something is written, and not too much; a character is one, however it is stored', () => {
  const draft = new Draft('v.top', ' \n');
  expect(draft.unfit).toBe('Write something first.');
  draft.body = '𝄞'.repeat(MAX_BODY);
  expect([draft.left, draft.unfit]).toEqual([0, null]);
  draft.body += 'ab';
  expect(draft.unfit).toBe('Shorten it by 2 characters.');
});
