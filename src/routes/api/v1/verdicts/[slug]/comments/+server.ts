import { json } from '@sveltejs/kit';
import { endpoint, jsonBody, queryOf } from '#lib/http/api/api.server.ts';
import { listInput, postInput } from '#lib/discussion/posting/comment-input.ts';
import { listComments } from '#lib/discussion/reading/list-comments.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(({ params, url }, context) =>
  listComments(params.slug, queryOf(url, listInput), context),
);

export const POST: RequestHandler = endpoint(async ({ params, request }, context) => {
  const input = await jsonBody(request, postInput);
  const { comment, created } = await postComment(params.slug, input, context);
  return json(comment, { status: created ? 201 : 200 });
});
