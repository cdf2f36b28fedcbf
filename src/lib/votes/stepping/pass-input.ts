import { z } from 'zod';

/** More than a verdict can have claims. */
const MAX_STEPS = 200;

/** Invalid parts of an address are ignored, so that an old link starts a new pass. */
export const passQuery = z.object({
  pass: z
    .string()
    .regex(/^[0-9a-f]{6}(\.[0-9a-f]{6})*$/)
    .transform((keys) => keys.split('.'))
    .pipe(z.array(z.string()).max(MAX_STEPS))
    .default([]),
  at: z.coerce.number().pipe(z.int().min(1).max(MAX_STEPS)).default(1),
});
