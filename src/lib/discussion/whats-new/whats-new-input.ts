import { z } from 'zod';
import { integerInput, limitInput, slugInput, storedText } from '#lib/http/input/field-input.ts';
import { verdictCursor } from '#lib/verdicts/list/list-input.ts';
import { SORTS } from '#lib/discussion/comment.ts';
import { MAX_VERDICTS } from './new-comments.ts';

export const readInput = z.strictObject({
  seq: integerInput().describe('Every comment created up to this seq has been read.'),
  section: storedText().min(1).max(80).nullish().describe('The section of the verdict that was read last.'),
  opened: z.boolean().optional().describe('Whether the discussion has been on the screen.'),
});

/** The same from a plain form. */
export const readForm = z.object({ seq: integerInput() });

export const newQuery = z.object({
  since: integerInput().describe('Creation seq of the newest comment that has been read.'),
  sort: z.enum(SORTS, `Sort by ${SORTS.join(', ')}.`).default('newest'),
});

const TOO_MANY = `Name at most ${MAX_VERDICTS} verdicts.`;

/** Slugs that aren't ours are left out like verdicts that don't exist. */
export const verdictsQuery = z.object({
  verdicts: z
    .string()
    .default('')
    .transform((list) => [...new Set(list.split(',').filter(isSlug))])
    .refine((slugs) => slugs.length <= MAX_VERDICTS, TOO_MANY)
    .describe('Slugs of the verdicts shown, separated by commas.'),
});

export const sinceQuery = z.object({
  since: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((each) => positionIn(each) ?? []))
    .refine((positions) => positions.length <= MAX_VERDICTS, TOO_MANY)
    .describe(
      'For each verdict its slug, a colon, and the seq up to which it has been read; separated by commas.',
    ),
});

/** Newest first. */
export const takenPartQuery = z.object({
  cursor: verdictCursor.input,
  limit: limitInput(20),
  sort: z.literal('newest').catch('newest').default('newest'),
});

const isSlug = (text: string) => slugInput.safeParse(text).success;

function positionIn(text: string): { slug: string; seq: number } | null {
  const [slug, digits, ...rest] = text.split(':');
  const seq = integerInput().safeParse(digits);
  return rest.length === 0 && isSlug(slug!) && digits && seq.success ? { slug: slug!, seq: seq.data } : null;
}
