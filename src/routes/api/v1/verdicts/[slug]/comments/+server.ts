import { json } from '@sveltejs/kit';
import { endpoint, jsonBody, queryOf } from '#lib/http/api/api.server.ts';
import { listInput, postInput } from '#lib/discussion/posting/comment-input.ts';
import { listComments } from '#lib/discussion/reading/list-comments.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(({ params, url, locals }) =>
  listComments(params.slug, queryOf(url, listInput), { actor: locals.actor, now: new Date() }),
);

export const POST: RequestHandler = endpoint(async ({ params, request, locals }) => {
  const input = await jsonBody(request, postInput);
  const { comment, created } = await postComment(params.slug, input, {
    actor: locals.actor,
    now: new Date(),
  });
  return json(comment, { status: created ? 201 : 200 });
});
