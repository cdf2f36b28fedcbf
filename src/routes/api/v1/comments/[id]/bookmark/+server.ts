import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { bookmarkInput } from '#lib/discussion/options/bookmark-input.ts';
import { setBookmark } from '#lib/discussion/options/set-bookmark.server.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = endpoint(async ({ params, request }, context) => {
  const { bookmarked } = await jsonBody(request, bookmarkInput);
  return setBookmark(params.id, bookmarked, context);
});
