import { expect, test } from 'vitest';
import type { z } from 'zod';
import { dateInput, integerInput, limitInput, searchInput, storedText, timeInput } from './field-input.ts';

const accepts = (schema: z.ZodType, input: unknown) => schema.safeParse(input).success;

test.each(['a\0b', 'half \ud83d', '\udc00'])('text that PostgreSQL can’t store is refused: %j', (text) => {
  expect(accepts(storedText(), text)).toBe(false);
  expect(accepts(storedText().trim().max(40).optional(), text)).toBe(false);
});

test('any other text is stored unchanged', () => {
  expect(storedText().parse('Ünïcode 😀 \\u0000')).toBe('Ünïcode 😀 \\u0000');
});

test('a search drops NUL and spaces, and an empty one is no search', () => {
  expect(searchInput(9).parse(' a\0b ')).toBe('ab');
  expect(['', ' ', '\0', undefined].map((text) => searchInput(9).parse(text))).toEqual(
    Array(4).fill(undefined),
  );
  expect(accepts(searchInput(9), 'x'.repeat(10))).toBe(false);
});

test('a limit is a whole number from 1 to 100', () => {
  expect(limitInput(20).parse(undefined)).toBe(20);
  expect(limitInput(20).parse('100')).toBe(100);
  for (const bad of ['', '0', '101', '1.5', 'many', '1e400', 'NaN', '-1'])
    expect(accepts(limitInput(20), bad), bad).toBe(false);
});

test('an integer fits the database’s', () => {
  expect(integerInput().parse('2147483647')).toBe(2147483647);
  for (const bad of [2147483648, Infinity, 1.5, -1, 'x', 1e15])
    expect(accepts(integerInput(), bad)).toBe(false);
  expect(accepts(integerInput({ min: 1 }), 0)).toBe(false);
});

test.each(['0000-01-01', '2026-02-30', '2026-13-01', '12026-01-01', '-0001-01-01', ''])(
  '“%s” is not a day',
  (day) => {
    expect(accepts(dateInput(), day)).toBe(false);
    expect(accepts(timeInput(), `${day}T00:00:00Z`)).toBe(false);
  },
);

test('the first and the last possible day are accepted', () => {
  for (const day of ['0001-01-01', '9999-12-31']) {
    expect(accepts(dateInput(), day)).toBe(true);
    expect(accepts(timeInput(), `${day}T23:59:59.999Z`)).toBe(true);
  }
});
