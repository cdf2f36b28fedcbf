import { z } from 'zod';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import { storedText } from '#lib/http/input/field-input.ts';
import { THEMES } from '#lib/ui/theme.ts';

// Looser than the rules of names and passwords, which have better messages. These bounds only limit what is hashed.
const name = storedText('Enter a name.').trim().min(1, 'Enter a name.').max(200, 'This name is too long.');
const password = z
  .string('Enter a password.')
  .min(1, 'Enter a password.')
  .max(1000, 'This password is too long.');

// What z.email accepts is ASCII without spaces, commas or angle brackets: one bare address.
const email = z
  .string('Enter an email address.')
  .trim()
  .pipe(z.email('This isn’t an email address.').max(254, 'This email address is too long.'));

const optionalEmail = z
  .string()
  .trim()
  .transform((typed) => typed || undefined)
  .pipe(email.optional())
  .optional();

export const personParams = z.object({ name });
export const personQuery = z.object({ cursor: idCursor.input });

export const signUpInput = z.object({ username: name, password, email: optionalEmail });
export type SignUpInput = z.output<typeof signUpInput>;

export const signInInput = z.object({ username: name, password });
export type SignInInput = z.output<typeof signInInput>;

const carried = z.string().optional();

/** Hidden fields of the sign-up and sign-in forms; see `comment-draft.ts` and `pending-vote.ts`. */
const carriedFields = {
  draft: carried,
  draftVerdict: carried,
  draftParent: carried,
  draftAnchor: carried,
  draftNonce: carried,
  claim: carried,
  stance: carried,
  peeked: carried,
};
export const signUpFormInput = signUpInput.extend(carriedFields);
export const signInFormInput = signInInput.extend(carriedFields);

export const changePasswordInput = z.object({ currentPassword: password, newPassword: password });
export type ChangePasswordInput = z.output<typeof changePasswordInput>;

export const changeEmailInput = z.object({ email, password });
export const removeEmailInput = z.object({ password });

const token = z
  .string('The link is incomplete.')
  .min(1, 'The link is incomplete.')
  .max(200, 'This link isn’t valid.');
export const confirmEmailInput = z.object({ token });
export const linkQuery = z.object({ token: z.string().max(200).optional() });

export const requestResetInput = z.object({ email });
export const newPasswordInput = z.object({ password });
export const resetFormInput = z.object({ token, password });

export const adminKeyInput = z.object({ key: storedText().max(200) });
export const adminKeyQuery = z.object({ key: z.string().max(200).default('') });
export const firstAdminInput = adminKeyInput.extend({ username: name, password });

/** `to`: where to go after signing in, see `returnAddress`. `draft`: a comment's draft or a vote is carried along. */
export const enterQuery = z.object({ to: z.string().optional(), draft: z.string().optional() });

export const appearanceInput = z.object({ theme: z.enum(THEMES, 'Choose system, light or dark.') });

export const suggestionsQuery = z.object({
  q: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,24}$/, 'Use 1 to 24 letters, digits, _ or -.')
    .describe('The beginning of a name.'),
});
