import { z } from 'zod';
import { integerInput, storedText, timeInput } from '#lib/http/input/field-input.ts';
import { draftAnchorInput } from '#lib/passages/anchor-input.ts';
import { hasVisibleText } from '#lib/visible-text.ts';
import { MAX_DRAFT, MAX_KEY } from './stored-draft.ts';

export const draftKey = storedText().min(1).max(MAX_KEY, 'That is not the key of a draft.');

export const draftInput = z.strictObject({
  body: storedText('Send the text.')
    .max(MAX_DRAFT, `A draft can have up to ${MAX_DRAFT.toLocaleString('en')} characters.`)
    .refine(hasVisibleText, 'Write something first.'),
  updatedAt: timeInput(),
  /** Of an edit: the comment's version that it started from. */
  version: integerInput({ min: 1 }).nullish(),
  /** The passage that it is about. */
  anchor: draftAnchorInput.nullish(),
  writer: z.uuid('The writer must be a UUID.').nullish(),
  /** `updatedAt` of the stored draft that the writer has seen; null: none. Left out: an older one is replaced. */
  base: timeInput().nullish(),
});

export type DraftInput = z.output<typeof draftInput>;

export const draftsQuery = z.object({ key: draftKey.optional() });

/** `updatedAt`: removes the draft only if it is still this one. */
export const dropQuery = z.object({ updatedAt: timeInput().optional() });
