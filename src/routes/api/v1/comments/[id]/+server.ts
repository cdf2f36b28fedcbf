import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { editInput } from '#lib/discussion/posting/comment-input.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(({ params }, context) => findComment(params.id, context));

export const PATCH: RequestHandler = endpoint(async ({ params, request }, context) =>
  editComment(params.id, await jsonBody(request, editInput), context),
);

export const DELETE: RequestHandler = endpoint(async ({ params }, context) => {
  await withdrawComment(params.id, context);
  return new Response(null, { status: 204 });
});
