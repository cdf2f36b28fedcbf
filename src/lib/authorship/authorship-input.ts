import { z } from 'zod';
import { storedText } from '#lib/http/input/field-input.ts';
import { NOTE_MAX } from './authorship.ts';

export const claimInput = z.strictObject({
  email: storedText('Enter an email address.')
    .trim()
    .pipe(z.email('This isn’t an email address.').max(254, 'This email address is too long.')),
});

const token = z
  .string('The link is incomplete.')
  .min(1, 'The link is incomplete.')
  .max(200, 'This link isn’t valid.');
export const tokenInput = z.object({ token });
export const tokenQuery = z.object({ token: z.string().max(200).default('') });

const note = storedText().trim().max(NOTE_MAX, `Use up to ${NOTE_MAX} characters.`).default('');
const noteNeeded = { message: 'Say why. The claimant reads it.', path: ['note'] };

export const decisionForm = z
  .strictObject({
    id: z.uuid(),
    /** When the address that the admin has seen was confirmed. */
    seen: z.iso.datetime().transform((at) => new Date(at)),
    outcome: z.enum(['approved', 'rejected'], 'Approve or reject it.'),
    note,
  })
  .refine((input) => input.outcome === 'approved' || input.note !== '', noteNeeded);

export const revokeForm = z
  .strictObject({ id: z.uuid(), note })
  .refine((input) => input.note !== '', noteNeeded);

export const replyInput = z.strictObject({ marked: z.boolean() });

/** The value of the form's button. */
export const replyForm = z.object({ marked: z.enum(['true', 'false']).transform((text) => text === 'true') });
