import { z } from 'zod';
import { emptyAsUndefined, integerInput } from '#lib/http/input/field-input.ts';
import { SORTS } from '#lib/discussion/comment.ts';
import { anchorInput, draftAnchorInput } from '#lib/passages/anchor-input.ts';
import { bodyInput, commentCursor, idInput } from './comment-input.ts';

export const threadQuery = z.object({
  // An unknown order shows the page in the verdict's usual order.
  sort: z.enum(SORTS).optional().catch(undefined),
  cursor: commentCursor.input,
  /** The comment whose thread alone is shown. */
  comment: emptyAsUndefined(idInput.optional()),
  /** Shows tallies that the page hides at first. */
  votes: z.literal('shown').optional().catch(undefined),
  reply: z.uuid().nullable().catch(null).default(null),
  edit: z.uuid().nullable().catch(null).default(null),
  withdraw: z.uuid().nullable().catch(null).default(null),
});

const anchorField = z.preprocess((text, context): unknown => {
  if (typeof text !== 'string' || text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'The quoted passage couldn’t be read. Quote it again.' });
    return null;
  }
}, anchorInput.nullable());

/** The passage of a refused form, as its composer gets it back; "" if that can't show it. */
export function shownAnchor(text: string): string {
  try {
    const { data } = draftAnchorInput.safeParse(JSON.parse(text));
    return data ? JSON.stringify(data) : '';
  } catch {
    return '';
  }
}

export const commentForm = z.object({
  body: bodyInput,
  parentId: emptyAsUndefined(idInput.optional()),
  nonce: emptyAsUndefined(z.uuid().optional()),
  anchor: anchorField,
});

export const editForm = z.object({
  comment: idInput,
  version: integerInput({ min: 1 }),
  body: bodyInput,
});

export const withdrawForm = z.object({ comment: idInput });

/** The value of a rating's button, which says both: `<id>.true`, `<id>.false` or `<id>.none`. */
export const ratingForm = z.object({
  rate: z.templateLiteral([z.uuid(), '.', z.enum(['true', 'false', 'none'])]).transform((value) => {
    const [comment = '', side] = value.split('.');
    return { comment, helpful: side === 'none' ? null : side === 'true' };
  }),
});
