import { markRead } from '#lib/discussion/whats-new/mark-read.server.ts';
import { readInput } from '#lib/discussion/whats-new/whats-new-input.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = endpoint(async ({ params, request }, context) => {
  await markRead(params.slug, await jsonBody(request, readInput), context);
  return new Response(null, { status: 204 });
});
