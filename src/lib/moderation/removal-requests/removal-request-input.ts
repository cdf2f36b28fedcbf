import { z } from 'zod';
import { storedText } from '#lib/http/input/field-input.ts';
import { hasVisibleText } from '#lib/visible-text.ts';
import { commentIdIn, REQUEST_REASONS, REQUEST_TEXT_MAX } from '../removal-request.ts';

const WHERE = 'Copy the address of the comment: press the time beside its author’s name.';

/** An address of the comment, or its id. */
const comment = storedText(WHERE)
  .max(1000, WHERE)
  .transform((typed, context) => {
    const id = commentIdIn(typed);
    if (id !== null) return id;
    context.addIssue({ code: 'custom', message: WHERE });
    return z.NEVER;
  });

export const removalRequestInput = z.strictObject({
  comment,
  email: storedText('Enter your email address.')
    .trim()
    // One person's spellings are one address. A comparison that ignores case would take “_” in it for any character.
    .toLowerCase()
    .min(1, 'Enter your email address.')
    .max(254, 'This email address is too long.')
    .pipe(z.email('This isn’t an email address. Use the form name@example.com.')),
  reason: z.enum(REQUEST_REASONS, 'Choose a reason.'),
  text: storedText('Say what in the comment harms you.')
    .trim()
    .max(REQUEST_TEXT_MAX, `Use up to ${REQUEST_TEXT_MAX.toLocaleString('en')} characters.`)
    .refine(hasVisibleText, 'Say what in the comment harms you.'),
});
export type RemovalRequestInput = z.output<typeof removalRequestInput>;

/** With a honeypot field that people don't see. */
export const removalRequestForm = removalRequestInput.extend({ website: z.string().optional() });

/** The comment of the link that led to the form; anything else is ignored. */
export const removalRequestQuery = z.object({ comment: z.uuid().nullable().default(null).catch(null) });
