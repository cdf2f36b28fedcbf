import { z } from 'zod';
import { storedText } from '#lib/http/input/field-input.ts';

/** Longest part before the @ that SMTP carries (RFC 5321). */
const LONGEST_LOCAL_PART = 64;

/**
 * An address to send mail to. ASCII only, without quotes or comments: whatever ends a header, hides a second recipient
 * or needs SMTPUTF8 is refused. A domain in other scripts can be given in its xn-- form.
 */
const subscriberEmail = storedText('Enter your email address.')
  .trim()
  .min(1, 'Enter your email address.')
  .max(254, 'That is too long for an email address.')
  .pipe(z.email('That is not an email address. Use the form name@example.com.'))
  .refine(
    (address) => address.indexOf('@') <= LONGEST_LOCAL_PART,
    'That is not an email address. The part before the @ is too long.',
  );

export const subscribeInput = z.object({ email: subscriberEmail });

/** The form's: with a field that people don't see. Whoever fills it in is a program. */
export const subscribeFormInput = subscribeInput.extend({ website: z.string().optional() });

const token = z
  .string('The token of the link is missing.')
  .min(1, 'The token of the link is missing.')
  .max(200);

export const confirmInput = z.object({ token });

/** The token in the address of a page. */
export const tokenQuery = z.object({ token: z.string().max(200).default('') });

/** What a mail provider sends (RFC 8058), and the button of our page too. */
export const unsubscribeInput = z.object({
  'List-Unsubscribe': z.literal('One-Click', 'This form is incomplete. Go back and press the button again.'),
});
