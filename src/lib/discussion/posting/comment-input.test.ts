import { expect, test } from 'vitest';
import { bodyInput, postInput } from './comment-input.ts';
import { MAX_BODY } from '#lib/discussion/comment.ts';

const faultOf = (text: string) => bodyInput.safeParse(text).error?.issues[0]?.message;

test('a comment has up to ten thousand characters, not bytes', () => {
  expect(faultOf('ß'.repeat(MAX_BODY))).toBeUndefined();
  expect(faultOf('🙂'.repeat(MAX_BODY))).toBeUndefined();
  expect(faultOf('a'.repeat(MAX_BODY + 1))).toContain('10,001');
});

test.each(['', '   \n ', '\u200b\u200b', '\u3164\u2800\ufe0f'])(
  'a comment without visible text is refused: %j',
  (text) => {
    expect(faultOf(text)).toBe('Write something first.');
  },
);

test('text that can’t be stored is refused, and the message says what to do', () => {
  expect(faultOf('a\0b')).toContain('NUL');
  expect(faultOf('a\ud83d')).toContain('half a character');
});

test('line ends are normalised', () => {
  expect(bodyInput.parse('a\r\nb\rc')).toBe('a\nb\nc');
});

test('fields that a reader may not set are refused', () => {
  expect(postInput.safeParse({ body: 'a', status: 'visible' }).success).toBe(false);
  expect(postInput.safeParse({ body: 'a', authorId: 'x' }).success).toBe(false);
});
