import { z } from 'zod';

const slug = z.string().min(1).max(120);

export const watchInput = z.object({
  verdict: slug.nullable(),
  /** Whether large messages may be sent as `verdict:packed`. */
  packed: z.boolean().default(false),
});
export const typingInput = z.object({ verdict: slug, parentId: z.uuid().nullish() });
