import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { readersOf } from '#lib/live/presence.server.ts';
import { listingInput, typedInput } from '#lib/verdicts/list/list-input.ts';
import { listSources, listVerdicts } from '#lib/verdicts/list/list-verdicts.server.ts';
import { typographic, typographicTexts } from '#lib/typographic.ts';
import type { VerdictListItem } from '#lib/verdicts/list/list-item-view.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
  try {
    const query = pageQuery(listingInput, url);
    // Refused words are shown at their field, as they were typed.
    const { q: typed } = pageQuery(typedInput, url);
    const fault = listingInput.shape.q.safeParse(typed).error?.issues[0]?.message ?? '';
    const [list, sources] = await Promise.all([listVerdicts(query, { readersOf }), listSources()]);
    const { q, source, sort, cursor } = query;
    const items = list.items.map(typographicItem);
    return { ...list, items, sources, query: { q, source, sort, cursor }, search: { typed, fault } };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};

const typographicItem = (item: VerdictListItem): VerdictListItem => ({
  ...item,
  title: typographic(item.title),
  classifications: typographicTexts(item.classifications),
});
