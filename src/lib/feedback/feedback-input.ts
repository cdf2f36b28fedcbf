import { z } from 'zod';
import { cursorOf } from '#lib/http/input/cursor-input.ts';
import { timestampCodec } from '#lib/http/input/field-input.ts';
import { hasVisibleText } from '#lib/visible-text.ts';
import { FEEDBACK_KINDS, FEEDBACK_MAX, FEEDBACK_STATES } from './feedback.ts';

// PostgreSQL text can't contain NUL.
const clean = (text: string) => text.replaceAll('\0', '');
// A form sends an empty string for an empty field.
const optional = (filled: z.ZodType<string, string>) =>
  z
    .string()
    .trim()
    .transform((typed) => clean(typed) || undefined)
    .pipe(filled.optional())
    .optional();

export const feedbackInput = z.object({
  kind: z.enum(FEEDBACK_KINDS, 'Choose a kind: idea, fault, praise or other.'),
  message: z
    .string('Write what you want to tell us.')
    .transform(clean)
    .pipe(
      z
        .string()
        .trim()
        .refine(hasVisibleText, 'Write what you want to tell us.')
        .max(FEEDBACK_MAX, `Use up to ${FEEDBACK_MAX.toLocaleString('en')} characters.`),
    ),
  email: optional(z.email('This isn’t an email address.').max(254, 'This email address is too long.')),
  // The admin's page links to it; `//evil.example` and its variants would lead off the site.
  page: optional(
    z
      .string()
      .max(300, 'This email address is too long.')
      .regex(/^\/(?![/\\])[^\s\\]*$/, 'Give a path of this site, such as /about.'),
  ),
});
export type FeedbackInput = z.output<typeof feedbackInput>;

/** With a honeypot field that people don't see: only programs fill it in. */
export const feedbackFormInput = feedbackInput.extend({ website: z.string().optional() });

export const feedbackFrom = z.object({ from: z.string().nullable().default(null) });

export const feedbackStateInput = z.object({ id: z.uuid(), state: z.enum(FEEDBACK_STATES) });

/** Where a page of feedback ended. A page number would repeat rows when new feedback arrives. */
export const feedbackCursor = cursorOf(z.object({ createdAt: timestampCodec(), id: z.uuid() }));

/** Invalid parameters are ignored. */
export const feedbackQuery = z.object({
  state: z.enum(FEEDBACK_STATES).optional().catch(undefined),
  cursor: feedbackCursor.input.catch(undefined),
});
