import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { commentCursor } from '#lib/discussion/posting/comment-input.ts';
import { feedbackCursor } from '#lib/feedback/feedback-input.ts';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import { queueCursor } from '#lib/moderation/moderation-input.ts';
import { verdictCursor } from '#lib/verdicts/list/list-input.ts';

const ID = '0198c0de-0000-7000-8000-000000000001';
const encoded = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');

test('a cursor is read as it was written', () => {
  const position = { path: '0000000a00000b01', score: -0.25 };
  const text = commentCursor.write(position);
  expect(text).toMatch(/^[\w-]+$/);
  expect(commentCursor.input.parse(text)).toBe(text);
  expect(commentCursor.read(text)).toEqual(position);
});

test('a time in a cursor is read to the millisecond', () => {
  const position = { createdAt: new Date('2026-11-28T09:30:00.123Z'), id: ID };
  expect(feedbackCursor.read(feedbackCursor.write(position))).toEqual(position);
});

test('a page has a next cursor only if a row was read beyond it, and the cursor has only the position', () => {
  const rows = [1, 2, 3].map((n) => ({ id: ID.replace(/.$/, String(n)), text: 'row' }));
  const { rows: page, next } = idCursor.page(rows, 2);
  expect(page).toEqual(rows.slice(0, 2));
  expect(next).toBe(encoded({ id: rows[1]!.id }));
  expect(idCursor.page(rows, 3)).toEqual({ rows, next: null });
  expect(idCursor.page([], 2)).toEqual({ rows: [], next: null });
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

describe('the schema and the use case refuse a cursor of another list', () => {
  test.each([
    ['no path', { path: 'xyz', score: 1 }],
    ['SQL', { path: "00000001' OR 1", score: 0 }],
    ['no score', { path: '0000000a', score: null }],
  ])('comments: %s', (_, position) => refused(commentCursor, encoded(position)));

  test.each([
    ['year 0', { sort: 'newest', key: '0000-01-01T00:00:00Z', id: ID }],
    ['no such day', { sort: 'newest', key: '2026-02-30T00:00:00Z', id: ID }],
    ['beyond integer', { sort: 'discussed', key: 2 ** 31, id: ID }],
    ['no id', { sort: 'discussed', key: 1, id: 'x\0' }],
  ])('verdicts: %s', (_, position) => refused(verdictCursor, encoded(position)));

  test.each([
    ['year −271821', { weight: 1, openedAt: '-271821-04-20T00:00:00Z', id: ID }],
    ['no weight', { weight: '1', openedAt: '2026-01-01T00:00:00Z', id: ID }],
  ])('queue: %s', (_, position) => refused(queueCursor, encoded(position)));

  test('feedback: year 0', () =>
    refused(feedbackCursor, encoded({ createdAt: '0000-01-01T00:00:00Z', id: ID })));

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
