import { z } from 'zod';
import { cursorOf } from '#lib/cursor-input.ts';
import { integerInput, searchInput, storedText, timeInput } from '#lib/field-input.ts';
import { MAX_NOTE, MAX_SOURCE } from './draft.ts';
import { CORRECTIONS } from './parse/reading.ts';

const MAX_FILE_NAME = 200;

/** A page of 1 MB has at most some 100,000 lines with text. */
const MAX_LINES = 200_000;

const source = storedText()
  .refine((text) => text.trim() !== '', 'Paste the page of a verdict, or choose a file.')
  .refine((text) => new TextEncoder().encode(text).length <= MAX_SOURCE, {
    error: ({ input }) =>
      `This has ${megabytes(String(input))} MB. The source of a verdict has at most ${MAX_SOURCE / 1024 / 1024} MB.`,
  });

/** The path parameter of a draft's page. */
export const draftParams = z.object({ id: z.uuid() });

export const newDraftInput = z.object({
  source,
  fileName: storedText()
    .trim()
    .transform((name) => name.slice(0, MAX_FILE_NAME) || null)
    .nullable()
    .default(null),
});

/** Every change names the version it is based on. */
const based = z.object({ version: integerInput({ min: 1 }) });

export const draftVersionInput = based;

export const correctInput = based.extend({
  lines: z.array(integerInput({ min: 1 })).max(MAX_LINES),
  as: z.enum([...CORRECTIONS, 'undo'], 'Choose what these lines are.'),
});

export const sourceInput = based.extend({ source });

export const noteInput = based.extend({
  note: storedText().trim().max(MAX_NOTE, `Use at most ${MAX_NOTE} characters.`).default(''),
});

/** Where a page of drafts ended. */
export const draftCursor = cursorOf(z.tuple([timeInput(), z.uuid()]));

export const draftQuery = z.object({ q: searchInput(200), cursor: draftCursor.input });

function megabytes(text: string): string {
  return (new TextEncoder().encode(text).length / 1024 / 1024).toFixed(1);
}
