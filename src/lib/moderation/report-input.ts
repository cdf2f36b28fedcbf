import { z } from 'zod';
import { NOTE_MAX, REPORT_REASONS } from './reason.ts';

const note = z.preprocess(
  (text) => (text === '' || text === null ? undefined : text),
  z
    .string()
    .trim()
    .max(NOTE_MAX, `A note holds up to ${NOTE_MAX.toLocaleString('en')} characters.`)
    .refine(
      (text) => !text.includes('\0') && text.isWellFormed(),
      'The note holds a character that can’t be stored.',
    )
    .optional(),
);

/** A reason that says nothing by itself needs words. */
export const reportInput = z
  .strictObject({ reason: z.enum(REPORT_REASONS, 'Choose a reason.'), note })
  .refine(({ reason, note: words }) => reason !== 'other' || (words ?? '') !== '', {
    path: ['note'],
    message: 'Say in a few words what is wrong.',
  });
