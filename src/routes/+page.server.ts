import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { readersOf } from '#lib/live/presence.server.ts';
import { listingInput } from '#lib/verdicts/list/list-input.ts';
import { listSources, listVerdicts } from '#lib/verdicts/list/list-verdicts.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
  try {
    const asked = pageQuery(listingInput, url);
    const [list, sources] = await Promise.all([listVerdicts(asked, { readersOf }), listSources()]);
    const { q, source, sort, cursor } = asked;
    return { ...list, sources, asked: { q, source, sort, cursor } };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};
