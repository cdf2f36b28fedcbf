import { z } from 'zod';
import { MAX_IDS } from './mine-address.ts';
import { isUuid } from '#lib/uuid.ts';

/** Ids that aren't ours are left out like ids of comments that don't exist. */
export const mineQuery = z.object({
  comments: z
    .string()
    .default('')
    .transform((list) => [...new Set(list.split(',').filter(isUuid))])
    .refine((ids) => ids.length <= MAX_IDS, `Name at most ${MAX_IDS} comments.`)
    .describe('Ids of the comments shown, separated by commas.'),
});
