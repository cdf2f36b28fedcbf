import { suggestionsQuery } from '#lib/accounts/account-input.ts';
import { suggestPeople } from '#lib/accounts/suggest-people.server.ts';
import { endpoint, queryOf } from '#lib/http/api/api.server.ts';

export const GET = endpoint(({ url }, { actor }) => suggestPeople(queryOf(url, suggestionsQuery).q, actor));
