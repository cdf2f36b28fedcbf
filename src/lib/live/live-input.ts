import { z } from 'zod';

const slug = z.string().min(1).max(120);

export const watchInput = z.object({ verdict: slug.nullable() });
export const typingInput = z.object({ verdict: slug, parentId: z.uuid().nullish() });
