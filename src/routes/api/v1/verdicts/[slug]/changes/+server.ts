import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import { changesInput } from '#lib/discussion/posting/comment-input.ts';
import { listChanges } from '#lib/discussion/reading/list-changes.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(({ params, url }, context) =>
  listChanges(params.slug, queryOf(url, changesInput), context),
);
