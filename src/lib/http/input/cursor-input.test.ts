import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { commentCursor } from '#lib/discussion/posting/comment-input.ts';
import { feedbackCursor } from '#lib/feedback/feedback-input.ts';
import { queueCursor } from '#lib/moderation/decisions/decide-input.ts';
import { verdictCursor } from '#lib/verdicts/list/list-input.ts';

const ID = '0198c0de-0000-7000-8000-000000000001';
const encoded = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url');

test('a cursor is read as it was written', () => {
  const place = { path: '0000000a00000b01', score: -0.25 };
  const text = commentCursor.write(place);
  expect(text).toMatch(/^[\w-]+$/);
  expect(commentCursor.input.parse(text)).toBe(text);
  expect(commentCursor.read(text)).toEqual(place);
});

test('the longest cursor is accepted', () => {
  const text = commentCursor.write({ path: 'f'.repeat(72), score: -1.234567890123456e-300 });
  expect(commentCursor.input.parse(text)).toBe(text);
});

test('no cursor, or an empty one, is the first page', () => {
  expect(commentCursor.input.parse('')).toBeUndefined();
  expect(commentCursor.input.parse(undefined)).toBeUndefined();
  expect(commentCursor.read(undefined)).toBeNull();
});

describe('a cursor that its list never wrote is refused, whether the schema or the use case reads it', () => {
  test.each([
    ['no path', { path: 'xyz', score: 1 }],
    ['SQL', { path: "00000001' OR 1", score: 0 }],
    ['no score', { path: '0000000a', score: null }],
  ])('comments: %s', (_, place) => refused(commentCursor, encoded(place)));

  test.each([
    ['year 0', ['newest', '0000-01-01T00:00:00Z', ID]],
    ['no such day', ['newest', '2026-02-30T00:00:00Z', ID]],
    ['beyond integer', ['discussed', 2 ** 31, ID]],
    ['no id', ['discussed', 1, 'x\0']],
  ])('verdicts: %s', (_, place) => refused(verdictCursor, encoded(place)));

  test.each([
    ['year −271821', [1, '-271821-04-20T00:00:00Z', ID]],
    ['no weight', ['1', '2026-01-01T00:00:00Z', ID]],
  ])('queue: %s', (_, place) => refused(queueCursor, encoded(place)));

  test('feedback: year 0', () => refused(feedbackCursor, encoded(['0000-01-01T00:00:00Z', ID])));

  test.each(['%%%', 'bm9uc2Vuc2U', 'bnVsbA', 'é', '\0', encoded({}), 'x'.repeat(10_000)])('%j', (text) =>
    refused(commentCursor, text),
  );
});

interface Cursor {
  input: z.ZodType;
  read: (text: string | undefined) => unknown;
}

function refused({ input, read }: Cursor, text: string): void {
  expect(input.safeParse(text).success).toBe(false);
  expect(() => read(text)).toThrow('not a cursor');
}
