import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import { searchQuery } from '#lib/search/search-input.ts';
import { search } from '#lib/search/search.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async ({ url, getClientAddress }, context) =>
  search(queryOf(url, searchQuery), { ...context, address: getClientAddress() }),
);
