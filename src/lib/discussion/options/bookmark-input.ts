import { z } from 'zod';
import { idInput } from '#lib/discussion/posting/comment-input.ts';

export const bookmarkInput = z.strictObject({ bookmarked: z.boolean() });

/** The value of the form's button. */
export const bookmarkForm = z.object({
  bookmarked: z.enum(['true', 'false']).transform((text) => text === 'true'),
});

export const optionsQuery = z.object({ comment: idInput });

/** Of the page: null leads to the verdict. */
export const optionsPageQuery = z.object({ comment: idInput.nullable().catch(null).default(null) });
