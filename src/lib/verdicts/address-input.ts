import { z } from 'zod';

/** The path parameter of a verdict's pages. Whether there is such a verdict is for the use case. */
export const verdictParams = z.object({
  // Longer than any slug of ours; PostgreSQL takes no NUL.
  slug: z
    .string()
    .min(1)
    .max(200)
    .refine((slug) => !slug.includes('\0')),
});
