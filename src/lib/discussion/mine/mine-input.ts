import { z } from 'zod';
import { isUuid } from '#lib/uuid.ts';

/** Ids in one request: more than a page shows with all that a reader unfolds, and an address that every proxy accepts. */
export const MAX_ASKED = 300;

/** Ids that aren't ours are left out like ids of comments that don't exist. */
export const mineQuery = z.object({
  comments: z
    .string()
    .default('')
    .transform((list) => [...new Set(list.split(',').filter(isUuid))])
    .refine((ids) => ids.length <= MAX_ASKED, `Ask for up to ${MAX_ASKED} comments.`)
    .describe('Ids of the comments shown, separated by commas.'),
});
