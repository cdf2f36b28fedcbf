import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { readersOf } from '#lib/live/presence.server.ts';
import { listingInput } from '#lib/verdicts/list/list-input.ts';
import { listSources, listVerdicts } from '#lib/verdicts/list/list-verdicts.server.ts';
import { typographic, typographicTexts } from '#lib/typographic.ts';
import type { VerdictListItem } from '#lib/verdicts/list/list-item-view.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
  try {
    const query = pageQuery(listingInput, url);
    const [list, sources] = await Promise.all([listVerdicts(query, { readersOf }), listSources()]);
    const { q, source, sort, cursor } = query;
    return { ...list, items: list.items.map(typographicItem), sources, query: { q, source, sort, cursor } };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};

const typographicItem = (item: VerdictListItem): VerdictListItem => ({
  ...item,
  title: typographic(item.title),
  classifications: typographicTexts(item.classifications),
});
