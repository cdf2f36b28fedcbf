import { z } from 'zod';
import { cursorOf } from '#lib/http/input/cursor-input.ts';
import { timestampCodec } from '#lib/http/input/field-input.ts';
import { FEEDBACK_KINDS, FEEDBACK_MAX, FEEDBACK_STATES } from './feedback.ts';

// PostgreSQL stores no NUL, and nobody types one.
const clean = (text: string) => text.replaceAll('\0', '');
// A form sends an empty field where nobody typed.
const optional = (filled: z.ZodType<string, string>) =>
  z
    .string()
    .trim()
    .transform((typed) => clean(typed) || undefined)
    .pipe(filled.optional())
    .optional();

export const feedbackInput = z.object({
  kind: z.enum(FEEDBACK_KINDS, 'Choose what it is: an idea, a fault, praise or something else.'),
  message: z
    .string('Write what you want to tell us.')
    .transform(clean)
    .pipe(
      z
        .string()
        .trim()
        .min(1, 'Write what you want to tell us.')
        .max(FEEDBACK_MAX, `Keep it under ${FEEDBACK_MAX} characters, please.`),
    ),
  email: optional(z.email('That is not a mail address.').max(254, 'That is too long for an address.')),
  // It becomes a link on the admin's page; `//evil.example` and its disguises would lead off the site.
  page: optional(
    z
      .string()
      .max(300, 'That is too long for an address.')
      .regex(/^\/(?![/\\])[^\s\\]*$/, 'Give a path of this site, such as /about.'),
  ),
});
export type FeedbackInput = z.output<typeof feedbackInput>;

/** The form's: with a field that people don't see. Whoever fills it in is a program. */
export const feedbackFormInput = feedbackInput.extend({ website: z.string().optional() });

/** The page that the link to the form was on; checked by `feedbackPage`. */
export const feedbackFrom = z.object({ from: z.string().nullable().default(null) });

export const feedbackStateInput = z.object({ id: z.uuid(), state: z.enum(FEEDBACK_STATES) });

/** Where a page of feedback ended. A page number would repeat rows when new feedback arrives. */
export const feedbackCursor = cursorOf(z.object({ createdAt: timestampCodec(), id: z.uuid() }));

/** Which feedback an admin looks at. What isn't understood counts as not said. */
export const feedbackQuery = z.object({
  state: z.enum(FEEDBACK_STATES).optional().catch(undefined),
  cursor: feedbackCursor.input.catch(undefined),
});
