import { z } from 'zod';
import { pageParams } from '#lib/http/forms/form.server.ts';
import type { RefusalCode } from '#lib/refusal.ts';
import { REFUSALS } from '#lib/refusals.ts';
import type { PageServerLoad } from './$types';

const problemParams = z.object({ code: z.enum(Object.keys(REFUSALS) as RefusalCode[]) });

/** What the `type` of an API error leads to. */
export const load: PageServerLoad = ({ params }) => {
  const { code } = pageParams(problemParams, params);
  return { code, ...REFUSALS[code] };
};
