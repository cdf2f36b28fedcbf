import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import { draftsQuery } from '#lib/discussion/stored-drafts/draft-input.ts';
import { listDrafts } from '#lib/discussion/stored-drafts/list-drafts.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async ({ url }, { actor }) =>
  listDrafts(queryOf(url, draftsQuery).key, actor),
);
