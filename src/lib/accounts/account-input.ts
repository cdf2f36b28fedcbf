import { z } from 'zod';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import { storedText } from '#lib/http/input/field-input.ts';
import { THEMES } from '#lib/ui/theme.ts';

// Wider than the rules allow: the rules say better what is wrong. These bounds only keep nonsense from being hashed.
const name = storedText('Enter a name.')
  .trim()
  .min(1, 'Enter a name.')
  .max(200, 'That is too long for a name.');
const password = z
  .string('Enter a password.')
  .min(1, 'Enter a password.')
  .max(1000, 'That is too long for a password.');

// What z.email accepts is ASCII without spaces, commas or angle brackets: one bare address.
const email = z
  .string('Enter an email address.')
  .trim()
  .pipe(z.email('That is not an email address.').max(254, 'That is too long for an email address.'));

// A form sends an empty field where nobody typed.
const optionalEmail = z
  .string()
  .trim()
  .transform((typed) => typed || undefined)
  .pipe(email.optional())
  .optional();

/** The path parameter of a person's page. Whether there is such a person is for the use case. */
export const personParams = z.object({ name });
export const personQuery = z.object({ cursor: idCursor.input });

export const signUpInput = z.object({ username: name, password, email: optionalEmail });
export type SignUpInput = z.output<typeof signUpInput>;

export const signInInput = z.object({ username: name, password });
export type SignInInput = z.output<typeof signInInput>;

const carried = z.string().optional();

/** Hidden fields of the sign-up and sign-in forms; see `comment-draft.ts`. */
const carriedFields = {
  draft: carried,
  draftVerdict: carried,
  draftParent: carried,
  draftAnchor: carried,
  draftNonce: carried,
};
export const signUpFormInput = signUpInput.extend(carriedFields);
export const signInFormInput = signInInput.extend(carriedFields);

export const changePasswordInput = z.object({ currentPassword: password, newPassword: password });
export type ChangePasswordInput = z.output<typeof changePasswordInput>;

export const changeEmailInput = z.object({ email, password });
export const removeEmailInput = z.object({ password });

// Ours have 43 characters. Whether it opens anything is for the use case.
const token = z
  .string('The link is incomplete.')
  .min(1, 'The link is incomplete.')
  .max(200, 'That is not a link of ours.');
export const confirmEmailInput = z.object({ token });
export const linkQuery = z.object({ token: z.string().max(200).optional() });

export const requestResetInput = z.object({ email });
export const newPasswordInput = z.object({ password });
export const resetFormInput = z.object({ token, password });

export const adminKeyInput = z.object({ key: storedText().max(200) });
export const adminKeyQuery = z.object({ key: z.string().max(200).default('') });
export const firstAdminInput = adminKeyInput.extend({ username: name, password });

/** `to`: where to go after signing in; any text, see `returnAddress`. `draft`: a comment is brought along. */
export const enterQuery = z.object({ to: z.string().optional(), draft: z.string().optional() });

export const appearanceInput = z.object({ theme: z.enum(THEMES, 'Choose system, light or dark.') });
