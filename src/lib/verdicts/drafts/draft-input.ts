import { z } from 'zod';
import { integerInput, storedText } from '#lib/http/input/field-input.ts';
import { MAX_SOURCE } from './draft.ts';
import { CORRECTIONS, MAX_CORRECTIONS } from '#lib/verdicts/parse/parsed-page.ts';
import { MAX_NOTE } from '#lib/verdicts/verdict-state.ts';

const MAX_FILE_NAME = 200;

const source = storedText()
  .refine((text) => text.trim() !== '', 'Paste the page of a verdict, or choose a file.')
  .refine((text) => new TextEncoder().encode(text).length <= MAX_SOURCE, {
    error: ({ input }) =>
      `This has ${megabytes(String(input))} MB. The source of a verdict has at most ${MAX_SOURCE / 1024 / 1024} MB.`,
  });

export const draftParams = z.object({ id: z.uuid() });

export const newDraftInput = z.object({
  source,
  fileName: storedText()
    .trim()
    .transform((name) => name.slice(0, MAX_FILE_NAME) || null)
    .nullable()
    .default(null),
});

const based = z.object({ version: integerInput({ min: 1 }) });

export const draftVersionInput = based;

export const correctInput = based.extend({
  lines: z
    .array(integerInput({ min: 1 }))
    .max(MAX_CORRECTIONS, `Select at most ${MAX_CORRECTIONS.toLocaleString('en')} lines.`),
  as: z.enum([...CORRECTIONS, 'undo'], 'Choose what these lines are.'),
});

export const sourceInput = based.extend({ source });

export const draftNoteInput = based.extend({
  note: storedText().trim().max(MAX_NOTE, `Use at most ${MAX_NOTE} characters.`).default(''),
});

function megabytes(text: string): string {
  return (new TextEncoder().encode(text).length / 1024 / 1024).toFixed(1);
}
