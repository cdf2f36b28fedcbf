import { signedIn } from '#lib/actor.ts';
import { endpoint, jsonBody } from '#lib/api.server.ts';
import { previewInput } from '#lib/discussion/comment-input.ts';
import { renderMarkdown } from '#lib/discussion/markdown.server.ts';
import type { RequestHandler } from './$types';

/** A comment's text as it would look; stores nothing. For those signed in: rendering costs the server time. */
export const POST: RequestHandler = endpoint(async ({ request, locals }) => {
  signedIn(locals.actor);
  return { html: renderMarkdown((await jsonBody(request, previewInput)).body) };
});
