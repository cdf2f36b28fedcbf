import { z } from 'zod';
import { THEMES } from '#lib/ui/theme.ts';

// Wider than the rules allow: the rules say better what is wrong. These bounds only keep nonsense from being hashed.
const name = z
  .string('Enter a name.')
  .trim()
  .min(1, 'Enter a name.')
  .max(200, 'That is too long for a name.');
const password = z
  .string('Enter a password.')
  .min(1, 'Enter a password.')
  .max(1000, 'That is too long for a password.');

// A form sends an empty field where nobody typed.
const email = z
  .string()
  .trim()
  .transform((typed) => typed || undefined)
  .pipe(z.email('That is not a mail address.').max(254, 'That is too long for an address.').optional())
  .optional();

export const signUpInput = z.object({ username: name, password, email });
export type SignUpInput = z.output<typeof signUpInput>;

export const signInInput = z.object({ username: name, password });
export type SignInInput = z.output<typeof signInInput>;

const carried = z.string().optional();

/** Hidden fields of the sign-up and sign-in forms; see `carried-draft.ts`. */
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

export const adminKeyInput = z.object({ key: z.string().max(200) });
export const firstAdminInput = adminKeyInput.extend({ username: name, password });

export const appearanceInput = z.object({ theme: z.enum(THEMES, 'Choose system, light or dark.') });
