import { z } from 'zod';

const id = z.uuid('That is not the id of a notice.');

export const noticesQuery = z.object({
  cursor: z.preprocess((text) => text || undefined, id.optional()),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

/** Marks one notice, or without an id all of them. */
export const markInput = z.strictObject({
  id: z.preprocess((text) => text || undefined, id.optional()),
  read: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]),
});

export const muteInput = z.strictObject({
  /** Any comment of the thread. */
  comment: z.uuid('That is not the id of a comment.'),
  mute: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]),
});
