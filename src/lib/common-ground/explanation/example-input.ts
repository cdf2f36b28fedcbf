import { z } from 'zod';
import { EXAMPLE, MOST } from './example.ts';

const count = (usual: number) => z.coerce.number().int().min(0).max(MOST).catch(usual).default(usual);

/** The ratings to show; others than whole numbers up to the most are replaced by the example’s. */
export const exampleQuery = z.object({
  'agree-helpful': count(EXAMPLE.agree.helpful),
  'agree-not': count(EXAMPLE.agree.notHelpful),
  'disagree-helpful': count(EXAMPLE.disagree.helpful),
  'disagree-not': count(EXAMPLE.disagree.notHelpful),
});
