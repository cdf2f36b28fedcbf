import { expect, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '#lib/refusal.ts';
import { checked } from './input.server.ts';

function errorsOf(schema: z.ZodType, input: unknown): Record<string, string> {
  try {
    checked(schema, input);
    return {};
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    return Object.fromEntries(fault.errors.map(({ path, message }) => [path, message]));
  }
}

test('an error says what to send instead', () => {
  const schema = z.strictObject({
    yes: z.boolean(),
    name: z.string().min(1).max(2),
    count: z.int().min(0).max(9),
    score: z.number().positive(),
    list: z.array(z.string()).min(1).max(2),
    side: z.enum(['agree', 'disagree']),
    own: z.string('Name it.').min(3, 'Longer.'),
  });
  expect(
    errorsOf(schema, { yes: 'x', name: '', count: -1, score: 0, list: [], side: 'both', own: 'a', more: 1 }),
  ).toEqual({
    yes: 'Send true or false.',
    name: 'Send at least 1 character.',
    count: 'Send at least 0.',
    score: 'Send more than 0.',
    list: 'Send at least 1 item.',
    side: 'Send one of these: agree, disagree.',
    own: 'Longer.',
    more: 'There is no such field.',
  });
  expect(
    errorsOf(schema, { yes: null, name: 'abc', count: 1.5, score: 'x', list: [1, 2, 3], side: 1 }),
  ).toMatchObject({
    yes: 'Send true or false.',
    name: 'Send at most 2 characters.',
    count: 'Send a whole number.',
    score: 'Send a number.',
    list: 'Send at most 2 items.',
    own: 'Name it.',
  });
});
