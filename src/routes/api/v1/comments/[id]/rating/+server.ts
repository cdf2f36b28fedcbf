import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { ratingInput } from '#lib/discussion/posting/comment-input.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = endpoint(async ({ params, request }, context) => {
  const { helpful } = await jsonBody(request, ratingInput);
  return rateComment(params.id, helpful, context);
});
