import { z } from 'zod';
import { cursorOf } from '#lib/http/input/cursor-input.ts';
import { integerInput, limitInput } from '#lib/http/input/field-input.ts';
import { anchorInput } from '#lib/passages/anchor-input.ts';
import { hasVisibleText } from '#lib/visible-text.ts';
import { MAX_BODY, PAGE_SIZE, SORTS } from '#lib/discussion/comment.ts';

export const bodyInput = z
  .string({ error: 'Write something first.' })
  .transform((text) => text.replace(/\r\n?/g, '\n').trimEnd())
  .refine(hasVisibleText, 'Write something first.')
  .refine(
    (text) => !text.includes('\0'),
    'The text contains a character that can’t be stored (NUL). Remove it.',
  )
  .refine(
    (text) => text.isWellFormed(),
    'The text contains half a character. Remove the last emoji and try again.',
  )
  .refine((text) => [...text].length <= MAX_BODY, {
    error: (issue) =>
      `A comment can have up to ${MAX_BODY.toLocaleString('en')} characters; this has ${[...String(issue.input)].length.toLocaleString('en')}. Shorten it or split it in two.`,
  });

export const idInput = z.uuid('This isn’t the id of a comment.');

export const postInput = z.strictObject({
  body: bodyInput,
  parentId: idInput.nullish(),
  anchor: anchorInput.nullish(),
  nonce: z.uuid('The nonce must be a UUID.').nullish(),
});

export const editInput = z.strictObject({ body: bodyInput, version: integerInput({ min: 1 }) });

/** A new comment is for a verdict, and may be a reply; an edit is of a comment. */
export const previewInput = z.strictObject({
  body: bodyInput,
  verdict: z.string().max(200).nullish(),
  parentId: idInput.nullish(),
  comment: idInput.nullish(),
});

export const ratingInput = z.strictObject({ helpful: z.boolean().nullable() });

/**
 * The path has eight hex digits for each level; the score is for "top", and follows from public totals. The order is that of a list
 * for which none was requested: the usual one may be another by now.
 */
export const commentCursor = cursorOf(
  z.strictObject({
    path: z.string().regex(/^([0-9a-f]{8}){1,9}$/),
    score: z.number(),
    sort: z.enum(SORTS).optional(),
  }),
);

export const listInput = z.object({
  sort: z
    .enum(SORTS, `Sort by ${SORTS.join(', ')}.`)
    .optional()
    .describe(
      'Left out: `common-ground` from ten votes on each side of the headline claim, before that `newest`; with a cursor, the order of that list.',
    ),
  cursor: commentCursor.input,
  limit: limitInput(PAGE_SIZE),
});

export const repliesInput = z.object({
  cursor: commentCursor.input,
  limit: limitInput(PAGE_SIZE),
});

export const changesInput = z.object({
  since: integerInput(),
  tally: integerInput().optional(),
});
