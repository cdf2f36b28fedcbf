import type { z } from 'zod';

const KINDS: Record<string, string> = {
  string: 'a string',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/**
 * What to send instead of an invalid value, for schemas without words of their own. Zod's words are for programmers.
 * @returns undefined: Zod's words
 */
export const errorText: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') {
    const kind = KINDS[issue.expected];
    return kind && `Send ${kind}.`;
  }
  if (issue.code === 'too_small') {
    if (issue.origin === 'string') return `Send at least ${counted(issue.minimum, 'character')}.`;
    if (issue.origin === 'array') return `Send at least ${counted(issue.minimum, 'item')}.`;
    return `Send ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}.`;
  }
  if (issue.code === 'too_big') {
    if (issue.origin === 'string') return `Send at most ${counted(issue.maximum, 'character')}.`;
    if (issue.origin === 'array') return `Send at most ${counted(issue.maximum, 'item')}.`;
    return `Send ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}.`;
  }
  if (issue.code === 'invalid_value') return `Send one of these: ${issue.values.map(String).join(', ')}.`;
  return undefined;
};

function counted(count: number | bigint, what: string): string {
  return `${count} ${what}${Number(count) === 1 ? '' : 's'}`;
}
