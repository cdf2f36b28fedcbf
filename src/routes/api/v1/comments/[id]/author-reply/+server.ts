import { replyInput } from '#lib/authorship/authorship-input.ts';
import { markReply } from '#lib/authorship/mark-reply.server.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = endpoint(async ({ params, request }, context) => {
  const { marked } = await jsonBody(request, replyInput);
  return markReply(params.id, marked, context);
});
