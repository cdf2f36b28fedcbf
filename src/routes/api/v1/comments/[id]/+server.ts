import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { editInput } from '#lib/discussion/posting/comment-input.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(({ params, locals }) =>
  findComment(params.id, { actor: locals.actor, now: new Date() }),
);

export const PATCH: RequestHandler = endpoint(async ({ params, request, locals }) =>
  editComment(params.id, await jsonBody(request, editInput), { actor: locals.actor, now: new Date() }),
);

export const DELETE: RequestHandler = endpoint(async ({ params, locals }) => {
  await withdrawComment(params.id, { actor: locals.actor, now: new Date() });
  return new Response(null, { status: 204 });
});
