import { z } from 'zod';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import { emptyAsUndefined } from '#lib/http/input/field-input.ts';

const id = z.uuid('That is not the id of a notice.');

export const noticesQuery = z.object({
  cursor: idCursor.input,
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

/** Without an id: all notices. */
export const markInput = z.strictObject({
  id: emptyAsUndefined(id.nullish()),
  read: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]),
});

export const muteInput = z.strictObject({
  /** Any comment of the thread. */
  comment: z.uuid('That is not the id of a comment.'),
  mute: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]),
});
