import { z } from 'zod';
import { storedText } from '#lib/http/input/field-input.ts';

/** A mail provider's report. A bounce is permanent unless it says otherwise. */
export const bounceInput = z.object({
  type: z.enum(['bounce', 'complaint'], 'Use "bounce" or "complaint".'),
  email: storedText('Give the address.')
    .trim()
    .min(3, 'Give the address.')
    .max(254, 'This email address is too long.'),
  permanent: z.boolean('Use true or false.').optional(),
});
export type BounceInput = z.output<typeof bounceInput>;
