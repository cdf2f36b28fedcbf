import { z } from 'zod';
import { storedText } from '#lib/http/input/field-input.ts';

/** RFC 5321. */
const LONGEST_LOCAL_PART = 64;

/**
 * ASCII without quotes or comments: refuses anything that ends a header, hides a second recipient or needs SMTPUTF8.
 * Other scripts can use the xn-- form of the domain.
 */
const subscriberEmail = storedText('Enter your email address.')
  .trim()
  .min(1, 'Enter your email address.')
  .max(254, 'This email address is too long.')
  .pipe(z.email('This isn’t an email address. Use the form name@example.com.'))
  .refine(
    (address) => address.indexOf('@') <= LONGEST_LOCAL_PART,
    'This isn’t an email address. The part before the @ is too long.',
  );

export const subscribeInput = z.object({ email: subscriberEmail });

/** With a hidden field that only bots fill in. */
export const subscribeFormInput = subscribeInput.extend({ website: z.string().optional() });

const token = z
  .string('The token of the link is missing.')
  .min(1, 'The token of the link is missing.')
  .max(200);

export const confirmInput = z.object({ token });

export const tokenQuery = z.object({ token: z.string().max(200).default('') });

/** What a mail provider (RFC 8058) and our page's button send. */
export const unsubscribeInput = z.object({
  'List-Unsubscribe': z.literal('One-Click', 'This form is incomplete. Go back and press the button again.'),
});
