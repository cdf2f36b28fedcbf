import { z } from 'zod';
import { slugInput } from '#lib/http/input/field-input.ts';

export const verdictParams = z.object({ slug: slugInput });
