import { z } from 'zod';

/** Of the longest name, with a number. */
const slug = z
  .string()
  .max(600)
  .regex(/^[a-z0-9-]+$/);

export const modelParams = z.object({ model: slug });
export const feedParams = z.object({ feed: slug });
