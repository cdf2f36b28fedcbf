import { describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { EDIT_WINDOW, MAX_EDITS, keepsPlace, mayRead, type CommentFacts } from './comment.ts';
import { whyNotEdit, whyNotRate, whyNotReply, whyNotWithdraw } from './rules.ts';

const ada: Actor = { id: 'ada', username: 'ada', role: 'reader' };
const bob: Actor = { id: 'bob', username: 'bob', role: 'reader' };
const mod: Actor = { id: 'mod', username: 'mod', role: 'moderator' };
const made = new Date('2026-05-21T12:00:00Z');
const byAda = (status: CommentFacts['status'] = 'visible', version = 1) => ({
  authorId: 'ada',
  status,
  createdAt: made,
  version,
});
const later = (ms: number) => new Date(made.getTime() + ms);

describe('editing', () => {
  test('is allowed to the author for a day', () => {
    expect(whyNotEdit(byAda(), ada, later(EDIT_WINDOW))).toBeNull();
    expect(whyNotEdit(byAda(), ada, later(EDIT_WINDOW + 1))).toBe('too-late-to-edit');
  });
  test('is refused to others, moderators included', () => {
    expect(whyNotEdit(byAda(), bob, made)).toBe('not-yours');
    expect(whyNotEdit(byAda(), mod, made)).toBe('not-yours');
    expect(whyNotEdit(byAda(), null, made)).toBe('sign-in-first');
  });
  test('is refused beyond MAX_EDITS, and the refusal names the number', () => {
    expect(whyNotEdit(byAda('visible', MAX_EDITS), ada, made)).toBeNull();
    expect(whyNotEdit(byAda('visible', MAX_EDITS + 1), ada, made)).toBe('edited-too-often');
    expect(new Refusal('edited-too-often').message).toContain(`${MAX_EDITS} times`);
  });
  test('restores a comment that reports hid, at any age and after any number of edits', () => {
    const hidden = { ...byAda('hidden', MAX_EDITS + 1), mayEditBack: true };
    expect(whyNotEdit(hidden, ada, later(EDIT_WINDOW + 1))).toBeNull();
  });
  test('is refused when the comment is gone', () => {
    expect(whyNotEdit(byAda('withdrawn'), ada, made)).toBe('comment-not-found');
  });
});

test('only the author can withdraw a comment, and not a removed one', () => {
  expect(whyNotWithdraw(byAda(), ada)).toBeNull();
  expect(whyNotWithdraw(byAda(), bob)).toBe('not-yours');
  expect(whyNotWithdraw(byAda('removed'), ada)).toBe('comment-not-found');
});

test('the reader’s own comment and removed comments can’t be rated', () => {
  expect(whyNotRate(byAda(), bob)).toBeNull();
  expect(whyNotRate(byAda(), ada)).toBe('own-comment');
  expect(whyNotRate(byAda('withdrawn'), bob)).toBe('comment-not-found');
  expect(whyNotRate(byAda(), null)).toBe('sign-in-first');
});

test('a comment that is gone takes no replies', () => {
  expect(whyNotReply({ status: 'visible' })).toBeNull();
  expect(whyNotReply({ status: 'withdrawn' })).toBe('parent-gone');
});

describe('the text of a comment', () => {
  const table: [
    CommentFacts['status'],
    stranger: boolean,
    reader: boolean,
    author: boolean,
    moderator: boolean,
  ][] = [
    ['visible', true, true, true, true],
    ['pending', false, false, true, true],
    ['hidden', false, false, true, true],
    ['removed', false, false, false, true],
    ['withdrawn', false, false, false, false],
  ];
  test.each(table)('%s: only the right actors can read it', (status, stranger, reader, author, moderator) => {
    expect([null, bob, ada, mod].map((actor) => mayRead(byAda(status), actor))).toEqual([
      stranger,
      reader,
      author,
      moderator,
    ]);
  });
  test('an unreadable comment keeps its place only while it has replies', () => {
    expect(keepsPlace({ ...byAda('withdrawn'), replies: 0 }, bob)).toBe(false);
    expect(keepsPlace({ ...byAda('withdrawn'), replies: 2 }, bob)).toBe(true);
  });
});
