import { z } from 'zod';
import { plainLine } from '#lib/excerpt.ts';
import { hasVisibleText } from '#lib/visible-text.ts';
import { MAX_BIO } from './bio.ts';

/** One line of plain text. Empty: none. */
export const bioInput = z.object({
  bio: z
    .string('Write something about yourself, or leave it empty.')
    .transform(plainLine)
    .refine((bio) => bio === '' || hasVisibleText(bio), 'This text can’t be seen. Use letters or signs.')
    .refine(
      (bio) => [...bio].length <= MAX_BIO,
      `A bio can have up to ${MAX_BIO} characters. Shorten it and try again.`,
    )
    .transform((bio) => bio || null),
});
