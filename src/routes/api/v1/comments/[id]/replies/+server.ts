import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import { repliesInput } from '#lib/discussion/posting/comment-input.ts';
import { listReplies } from '#lib/discussion/reading/list-comments.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(({ params, url }, context) =>
  listReplies(params.id, queryOf(url, repliesInput), context),
);
