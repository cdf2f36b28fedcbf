import { z } from 'zod';
import { slugInput } from '#lib/http/input/field-input.ts';

/** The path parameter of a verdict's pages. Whether there is such a verdict is for the use case. */
export const verdictParams = z.object({ slug: slugInput });
