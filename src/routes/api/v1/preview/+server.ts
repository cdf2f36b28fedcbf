import { requireSignedIn } from '#lib/actor.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { previewInput } from '#lib/discussion/posting/comment-input.ts';
import { previewComment } from '#lib/discussion/posting/preview-comment.server.ts';
import { requestContext } from '#lib/http/request-context.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ request, locals, getClientAddress }) => {
  // Before the body is read: an anonymous request costs nothing.
  requireSignedIn(locals.actor);
  const input = await jsonBody(request, previewInput);
  return previewComment(input, { ...requestContext(locals), address: getClientAddress() });
});
