import { z } from 'zod';
import { emptyAsUndefined, storedText } from '#lib/http/input/field-input.ts';
import { hasVisibleText } from '#lib/visible-text.ts';
import { NOTE_MAX, REPORT_REASONS } from './reason.ts';

const note = emptyAsUndefined(
  storedText()
    .trim()
    .max(NOTE_MAX, `A note holds up to ${NOTE_MAX.toLocaleString('en')} characters.`)
    .nullish(),
);

/** The reason `other` needs a note. */
export const reportInput = z
  .strictObject({ reason: z.enum(REPORT_REASONS, 'Choose a reason.'), note })
  .refine(({ reason, note: words }) => reason !== 'other' || hasVisibleText(words ?? ''), {
    path: ['note'],
    message: 'Say in a few words what is wrong.',
  });
