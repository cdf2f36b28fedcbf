import { orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { requestContext } from '#lib/http/request-context.server.ts';
import { searchQuery, typedQuery } from '#lib/search/search-input.ts';
import { search } from '#lib/search/search.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, getClientAddress }) => {
  const query = pageQuery(searchQuery, url);
  // A refused query is shown at its field, as it was typed.
  const { q: typed } = pageQuery(typedQuery, url);
  const fault = searchQuery.shape.q.safeParse(typed).error?.issues[0]?.message ?? '';
  const context = { ...requestContext(locals), address: getClientAddress() };
  const result = query.q && !fault ? await search(query, context).catch(orErrorPage) : null;
  return { query, typed, fault, result };
};
