import { expect, test } from 'vitest';
import { MAX_BODY } from '#lib/discussion/comment.ts';
import { Draft } from './draft.svelte.ts';

test('it needs some text, and at most MAX_BODY characters, however many code units each takes', () => {
  const draft = new Draft('v.top', { body: ' \n' });
  expect(draft.problem).toBe('Write something first.');
  draft.body = '𝄞'.repeat(MAX_BODY);
  expect([draft.left, draft.problem]).toEqual([0, null]);
  draft.body += 'ab';
  expect(draft.problem).toBe('Shorten it by 2 characters.');
});

test('a text that is taken brings its own passage, or none', () => {
  const draft = new Draft('v.top');
  const anchor = { section: 's', quote: 'A passage.' };
  draft.take({ text: 'About it.', at: 1, anchor });
  expect(draft.anchor).toEqual(anchor);
  draft.take({ text: 'About the whole.', at: 2 });
  expect(draft.anchor).toBeNull();
});

test('what was written while a text was being sent stays', () => {
  const draft = new Draft('v.top', { body: 'Sent. And one more' });
  draft.sent('Sent.');
  expect(draft.body).toBe('Sent. And one more');
});
