import { z } from 'zod';
import { cursorOf } from '#lib/http/input/cursor-input.ts';
import { emptyAsUndefined, integerInput, timeInput, timestampCodec } from '#lib/http/input/field-input.ts';
import { bodyInput, idInput } from '#lib/discussion/posting/comment-input.ts';
import { draftKey } from '#lib/discussion/stored-drafts/draft-input.ts';
import { KINDS } from './my-things.ts';

export const kindParams = z.object({ kind: z.enum(KINDS) });

/** Where a page ended. */
export const thingCursor = cursorOf(z.object({ at: timestampCodec(), id: z.uuid() }));

export const thingsQuery = z.object({ cursor: thingCursor.input });

export const unmarkForm = z.object({ comment: idInput });

// Not named `key`: a form's values with such names are never sent back (http/forms).
export const dropForm = z.object({ draft: draftKey, updatedAt: timeInput() });

export const sendForm = z.object({
  draft: draftKey,
  body: bodyInput,
  version: emptyAsUndefined(integerInput({ min: 1 }).optional()),
  nonce: z.uuid(),
  updatedAt: timeInput(),
});
