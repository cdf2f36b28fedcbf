import { z } from 'zod';
import { cursorOf } from '#lib/http/input/cursor-input.ts';
import { integerInput, limitInput, storedText } from '#lib/http/input/field-input.ts';
import { MAX_BODY, PAGE_SIZE, SORTS, DEFAULT_SORT } from '#lib/discussion/comment.ts';

/** A letter or figure somewhere: a comment of spaces, or of nothing but marks that don't print, says nothing. */
const SAYS_SOMETHING = /[\p{L}\p{N}\p{S}\p{P}]/u;

export const bodyInput = z
  .string({ error: 'Write something first.' })
  .transform((text) => text.replace(/\r\n?/g, '\n').trimEnd())
  .refine((text) => SAYS_SOMETHING.test(text), 'Write something first.')
  // PostgreSQL stores no NUL; nobody types one.
  .refine(
    (text) => !text.includes('\0'),
    'The text holds a character that can’t be stored (NUL). Take it out.',
  )
  .refine(
    (text) => text.isWellFormed(),
    'The text holds half a character. Take out the last emoji and try again.',
  )
  .refine((text) => [...text].length <= MAX_BODY, {
    error: (issue) =>
      `A comment holds up to ${MAX_BODY.toLocaleString('en')} characters; this has ${[...String(issue.input)].length.toLocaleString('en')}. Shorten it or split it in two.`,
  });

export const idInput = z.uuid('That is not the id of a comment.');

export const anchorInput = z.strictObject({
  section: storedText().min(1).max(80),
  quote: storedText().trim().min(1).max(600, 'Quote up to 600 characters.'),
});

export const postInput = z.strictObject({
  body: bodyInput,
  parentId: idInput.nullish(),
  anchor: anchorInput.nullish(),
  nonce: z.uuid('The nonce must be a UUID.').nullish(),
});

export const editInput = z.strictObject({ body: bodyInput, version: integerInput({ min: 1 }) });

export const previewInput = z.strictObject({ body: bodyInput });

export const ratingInput = z.strictObject({ helpful: z.boolean().nullable() });

/** Where a page of comments ended: the path, eight hex digits a level, and for "top" the score. */
export const commentCursor = cursorOf(
  z.strictObject({ path: z.string().regex(/^([0-9a-f]{8}){1,9}$/), score: z.number() }),
);

export const listInput = z.object({
  sort: z.enum(SORTS, `Sort by ${SORTS.join(', ')}.`).default(DEFAULT_SORT),
  cursor: commentCursor.input,
  limit: limitInput(PAGE_SIZE),
});

export const repliesInput = z.object({
  cursor: commentCursor.input,
  limit: limitInput(PAGE_SIZE),
});

export const changesInput = z.object({
  since: integerInput(),
  /** The tally version that the client has; without it no tallies are sent. */
  tally: integerInput().optional(),
});
