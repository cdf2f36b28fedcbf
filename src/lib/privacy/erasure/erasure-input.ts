import { z } from 'zod';
import { COMMENT_CHOICES } from './erasure.ts';

export const deleteAccountInput = z.object({
  password: z
    .string('Enter your password.')
    .min(1, 'Enter your password.')
    .max(1000, 'This password is too long.'),
  comments: z.enum(COMMENT_CHOICES, 'Choose what happens to your comments.'),
});
export type DeleteAccountInput = z.output<typeof deleteAccountInput>;
