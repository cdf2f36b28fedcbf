import { z } from 'zod';

export const creditInput = z.strictObject({
  credited: z.boolean(),
  claim: z
    .uuid('This isn’t the id of a claim.')
    .optional()
    .describe('On which the vote changed; without it, the one whose vote changed last.'),
});

/** The value of the form's button. */
export const creditForm = z.object({
  credited: z.enum(['true', 'false']).transform((text) => text === 'true'),
});
