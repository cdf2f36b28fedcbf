import { z } from 'zod';
import { MAX_TITLES } from './titles.ts';

/** A list in one parameter, separated by commas. Empty: none. */
const listOf = (each: z.ZodType<string, string>) =>
  z
    .string()
    .transform((list) => [...new Set(list.split(',').filter(Boolean))])
    .pipe(z.array(each).max(MAX_TITLES, `Name up to ${MAX_TITLES}.`))
    .default([]);

export const titlesQuery = z.object({
  verdicts: listOf(z.string().regex(/^[a-z0-9-]{1,200}$/, 'This isn’t a verdict’s name in its address.')),
  comments: listOf(z.uuid('This isn’t the id of a comment.')),
});
