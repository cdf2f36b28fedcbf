import { newCountsOf } from '#lib/discussion/whats-new/count-new-comments.server.ts';
import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { readersOf } from '#lib/live/presence.server.ts';
import { listingInput, typedInput } from '#lib/verdicts/list/list-input.ts';
import { listSources, listVerdicts } from '#lib/verdicts/list/list-verdicts.server.ts';
import { typographicItem } from '#lib/verdicts/list/typographic-item.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => {
  try {
    const query = pageQuery(listingInput, url);
    // Refused words are shown at their field, as they were typed.
    const { q: typed } = pageQuery(typedInput, url);
    const fault = listingInput.shape.q.safeParse(typed).error?.issues[0]?.message ?? '';
    const [list, sources] = await Promise.all([listVerdicts(query, { readersOf }), listSources()]);
    const { q, source, sort, cursor } = query;
    const items = list.items.map(typographicItem);
    // A page for everyone gets them with its reader's own state.
    const news = await newCountsOf(
      locals.actor,
      items.map(({ slug }) => slug),
    );
    return { ...list, items, news, sources, query: { q, source, sort, cursor }, search: { typed, fault } };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};
