import { z } from 'zod';

// An empty parameter is what a form sends where nothing was chosen.
const optional = (max: number) =>
  z
    .string()
    .max(max)
    .transform((given) => given.replaceAll('\u0000', '').trim() || undefined)
    .optional();

/** The query of a list of verdicts. `source` is a feed (`arXiv econ.GN`) or a publisher (`arXiv`). */
export const listingInput = z.object({
  q: optional(200),
  source: optional(300),
  sort: z.enum(['newest', 'discussed'], 'Sort by newest or discussed.').default('newest'),
  cursor: optional(500),
  limit: z.coerce
    .number('Ask for 1 to 100.')
    .int('Ask for 1 to 100.')
    .min(1, 'Ask for 1 to 100.')
    .max(100, 'Ask for 1 to 100.')
    .default(20),
});

export type Listing = z.output<typeof listingInput>;
