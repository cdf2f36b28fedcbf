import { expect, test } from 'vitest';
import { reportInput } from './report-input.ts';

test('the reason “Something else” needs a note that a moderator can see', () => {
  const accepts = (note?: string) => reportInput.safeParse({ reason: 'other', note }).success;
  expect(accepts('Sells things.')).toBe(true);
  for (const note of [undefined, '', ' \n', '\u200b\u2060', '\u3164', '\u2800', '\u0301'])
    expect(accepts(note)).toBe(false);
});
