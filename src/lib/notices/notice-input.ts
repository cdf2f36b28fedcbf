import { z } from 'zod';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import { emptyAsUndefined, limitInput, slugInput } from '#lib/http/input/field-input.ts';

const id = z.uuid('That is not the id of a notice.');

export const noticesQuery = z.object({
  cursor: idCursor.input,
  limit: limitInput(30),
});

/** Without an id: all notices. */
export const markInput = z.strictObject({
  id: emptyAsUndefined(id.nullish()),
  read: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]),
});

/** Opens the comment that a notice is about, which marks the notice. */
export const openInput = z.strictObject({ id, verdict: slugInput, comment: z.uuid() });

export const muteInput = z.strictObject({
  /** Any comment of the thread. */
  comment: z.uuid('That is not the id of a comment.'),
  mute: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]),
});

/** Comments whose notices one request marks. */
export const MAX_SEEN = 100;

export const readInput = z
  .strictObject({
    upTo: id.optional().describe('A notice: it and all older ones are marked.'),
    comments: z
      .array(z.uuid('That is not the id of a comment.'))
      .max(MAX_SEEN)
      .optional()
      .describe('Comments that were seen: the notices about them are marked.'),
  })
  .refine(({ upTo, comments }) => (upTo === undefined) !== (comments === undefined), {
    message: 'Name a notice or comments.',
    path: ['upTo'],
  });

export const unreadQuery = z.object({ verdict: slugInput });
