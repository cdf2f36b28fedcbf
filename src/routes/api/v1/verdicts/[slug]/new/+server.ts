import { listNewComments } from '#lib/discussion/whats-new/list-new-comments.server.ts';
import { newQuery } from '#lib/discussion/whats-new/whats-new-input.ts';
import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(({ params, url }, context) =>
  listNewComments(params.slug, queryOf(url, newQuery), context),
);
